// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/style_sheet.h"

#include <QFile>

#include <utility>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString readTemplate()
{
    QFile file(u":/theme/console.qss"_s);
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isThere, "styleSheetOf", "console.qss is not linked in");
    Q_UNUSED(isThere);
    return QString::fromUtf8(file.readAll());
}

} // namespace

QString styleSheetOf(const Theme &theme, double em)
{
    QString sheet = readTemplate();
    const std::pair<QString, QColor> colors[] = {
        {u"@window"_s, theme.window},
        {u"@panel"_s, theme.panel},
        {u"@raised"_s, theme.raised},
        {u"@border"_s, theme.border},
        {u"@text"_s, theme.text},
        {u"@muted"_s, theme.mutedText},
        {u"@accentText"_s, theme.accentText},
        {u"@accent"_s, theme.accent},
        {u"@selection"_s, theme.selection},
        {u"@badFill"_s, theme.badFill},
        {u"@onBad"_s, theme.onBadFill},
        {u"@bad"_s, theme.bad},
    };
    for (const auto &[name, color] : colors)
        sheet.replace(name, color.name());
    sheet.replace(u"@check_mark"_s, theme.isDark ? u"check_on_dark"_s : u"check_on_light"_s);
    sheet.replace(u"@chevron"_s, theme.isDark ? u"chevron_on_dark"_s : u"chevron_on_light"_s);
    // Quarters of an em are enough: @1q … @8q.
    for (int quarters = 8; quarters >= 1; --quarters)
        sheet.replace(u"@%1q"_s.arg(quarters), u"%1px"_s.arg(qRound(em * quarters / 4.0)));
    return sheet;
}

} // namespace holdfast
