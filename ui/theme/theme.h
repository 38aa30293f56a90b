// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QColor>
#include <QPalette>

namespace holdfast {

/// The colours by what they mean. Sold, held and available are taken from the Okabe–Ito palette, which people
/// with any colour vision tell apart. Every text colour reaches WCAG AA (4.5:1) on window and panel.
struct Theme
{
    bool isDark = false;
    QColor window;
    QColor panel;
    /// Under the pointer, or a field to write into.
    QColor raised;
    QColor border;
    QColor text;
    QColor mutedText;
    /// Selection, focus, the page one is on.
    QColor accent;
    QColor accentText;
    QColor selection;
    QColor sold;
    QColor held;
    QColor available;
    QColor good;
    QColor warning;
    QColor bad;
    /// A filled warning that must not be overlooked, and the text on it.
    QColor badFill;
    QColor onBadFill;
};

const Theme &lightTheme();
const Theme &darkTheme();

/// The theme that a widget or a delegate with this palette paints in.
const Theme &themeOf(const QPalette &palette);

/// The palette for Qt's own widgets; themeOf() finds the theme back from it.
QPalette paletteOf(const Theme &theme);

} // namespace holdfast
