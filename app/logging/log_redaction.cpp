// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/log_redaction.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct Rule
{
    QRegularExpression pattern;
    QString replacement;
};

Rule rule(const QString &pattern, const QString &replacement)
{
    return {QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption), replacement};
}

const QString &secretNames()
{
    static const QString names = u"[a-z0-9_-]*(?:password|passwd|passphrase|pgpass|secret|token|api[_-]?"
                                 u"key|private[_-]?key|"
                                 "credentials?)"_s;
    return names;
}

/// Order matters: whole header lines first, then their parts.
const std::array<Rule, 8> &rules()
{
    static const std::array<Rule, 8> all{
        rule(
            uR"(\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:bearer|basic|digest|apikey)?)\s*[^"'\r\n]+)"_s,
            u"\\1 ***"_s),
        rule(uR"(\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^"'\r\n]+)"_s, u"\\1***"_s),
        rule(uR"(\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,})"_s, u"\\1 ***"_s),
        // a password may hold an unescaped @ or /: take everything up to the last
        // @ of the word
        rule(uR"((postgres(?:ql)?://[^:@/\s]*):\S*@)"_s, u"\\1:***@"_s),
        rule(uR"(([a-z][a-z0-9+.-]*://[^:@/\s]*):[^/\s]*@)"_s, u"\\1:***@"_s),
        rule(u"(?<![a-z0-9])("_s + secretNames()
                 + uR"(\\?["']?\s*[:=]\s*)(?:\\?"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s,;&"'}\])]+))"_s,
             u"\\1***"_s),
        rule(uR"(\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?)"_s, u"***"_s),
        // an API key of ours, wherever it stands
        rule(uR"(\bhf_[A-Za-z0-9_-]{20,})"_s, u"hf_***"_s),
    };
    return all;
}

bool isDangerous(QChar c)
{
    const char16_t code = c.unicode();
    const bool isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    const bool isSeparator = code == 0x2028 || code == 0x2029;
    const bool isDirection = code == 0x200e || code == 0x200f || code == 0x061c
        || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return isControl || isSeparator || isDirection;
}

QString visible(QChar c)
{
    switch (c.unicode()) {
    case u'\n':
        return u"\\n"_s;
    case u'\r':
        return u"\\r"_s;
    case u'\t':
        return u"\\t"_s;
    default:
        break;
    }
    const int code = c.unicode();
    return code <= 0xff ? u"\\x%1"_s.arg(code, 2, 16, QChar(u'0')) : u"\\u%1"_s.arg(code, 4, 16, QChar(u'0'));
}

} // namespace

QString redactSecrets(QString text)
{
    for (const Rule &rule : rules())
        text.replace(rule.pattern, rule.replacement);
    return text;
}

QString withoutControlCharacters(const QString &text)
{
    if (std::ranges::none_of(text, isDangerous))
        return text;
    QString clean;
    clean.reserve(text.size() + 16);
    for (const QChar c : text) {
        if (isDangerous(c))
            clean += visible(c);
        else
            clean += c;
    }
    return clean;
}

} // namespace holdfast
