// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/prose_html.h"

#include <QRegularExpression>
#include <QStringList>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// What stands between marks goes into the element; marks in code are no marks.
QString inlineHtml(const QString &text)
{
    static const QRegularExpression strong(u"\\*\\*(.+?)\\*\\*"_s);
    QString html;
    const auto parts = text.toHtmlEscaped().split(u'`');
    for (qsizetype index = 0; index < parts.size(); ++index) {
        const bool isCode = index % 2 == 1 && index + 1 < parts.size();
        if (isCode)
            html += u"<code>"_s + parts[index] + u"</code>"_s;
        else
            html += (index % 2 == 1 ? u"`"_s : QString())
                + QString(parts[index]).replace(strong, u"<strong>\\1</strong>"_s);
    }
    return html;
}

QString blockHtml(const QString &block)
{
    static const auto mark = u"## "_s;
    if (!block.startsWith(mark))
        return u"<p>"_s + inlineHtml(block) + u"</p>\n"_s;
    const auto end = block.indexOf(u'\n');
    const QString heading = u"<h3>"_s
        + inlineHtml(block.sliced(mark.size(), (end < 0 ? block.size() : end) - mark.size())) + u"</h3>\n"_s;
    return end < 0 ? heading : QString(heading + blockHtml(block.sliced(end + 1)));
}

} // namespace

QString proseHtml(const QString &text)
{
    QString html;
    const auto blocks = text.split(u"\n\n"_s, Qt::SkipEmptyParts);
    for (const auto &block : blocks)
        html += blockHtml(block.trimmed());
    return html;
}

} // namespace holdfast::http
