// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/theme.h"

namespace holdfast {

const Theme &lightTheme()
{
    static const Theme theme{
        .isDark = false,
        .window = QColor(0xf2f4f7),
        .panel = QColor(0xffffff),
        .raised = QColor(0xf2f4f7),
        .border = QColor(0xd9dfe5),
        .text = QColor(0x14202b),
        .mutedText = QColor(0x55636f),
        .accent = QColor(0x0072b2),
        .accentText = QColor(0xffffff),
        .selection = QColor(0xd3e8f5),
        .sold = QColor(0x0072b2),
        .held = QColor(0xe69f00),
        .available = QColor(0xb5e0d2),
        .good = QColor(0x006b4e),
        .warning = QColor(0x855700),
        .bad = QColor(0xb03a00),
        .badFill = QColor(0xb03a00),
        .onBadFill = QColor(0xffffff),
    };
    return theme;
}

const Theme &darkTheme()
{
    static const Theme theme{
        .isDark = true,
        .window = QColor(0x0e141a),
        .panel = QColor(0x17202a),
        .raised = QColor(0x212c37),
        .border = QColor(0x2b3844),
        .text = QColor(0xe9eff4),
        .mutedText = QColor(0xa0b0bd),
        .accent = QColor(0x56b4e9),
        .accentText = QColor(0x0e141a),
        .selection = QColor(0x1f4660),
        .sold = QColor(0x56b4e9),
        .held = QColor(0xe69f00),
        .available = QColor(0x1f5c4a),
        .good = QColor(0x55cfa6),
        .warning = QColor(0xf2b33d),
        .bad = QColor(0xff9163),
        .badFill = QColor(0xd55e00),
        .onBadFill = QColor(0x0e141a),
    };
    return theme;
}

const Theme &themeOf(const QPalette &palette)
{
    // By the text: a style sheet makes surfaces transparent, which reads as black.
    return palette.color(QPalette::Active, QPalette::Text).lightness() > 128 ? darkTheme() : lightTheme();
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette(theme.text, theme.panel, theme.border, theme.border, theme.border, theme.text,
                     theme.accentText, theme.panel, theme.window);
    palette.setColor(QPalette::AlternateBase, theme.raised);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.accentText);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.mutedText);
    palette.setColor(QPalette::Link, theme.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.mutedText);
    return palette;
}

} // namespace holdfast
