// SPDX-License-Identifier: GPL-3.0-only
#include "http/json_text.h"

#include <algorithm>

namespace holdfast::http {

namespace {

bool isJsonType(QByteArrayView type)
{
    constexpr QByteArrayView prefix = "application/";
    constexpr QByteArrayView suffix = "+json";
    if (type.compare("application/json", Qt::CaseInsensitive) == 0)
        return true;
    return type.size() > prefix.size() + suffix.size()
        && type.first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0
        && type.last(suffix.size()).compare(suffix, Qt::CaseInsensitive) == 0;
}

bool isHarmlessParameter(QByteArrayView parameter)
{
    constexpr QByteArrayView charset = "charset=";
    if (parameter.size() < charset.size()
        || parameter.first(charset.size()).compare(charset, Qt::CaseInsensitive) != 0)
        return true;
    const auto value = parameter.sliced(charset.size());
    return value.compare("utf-8", Qt::CaseInsensitive) == 0
        || value.compare("\"utf-8\"", Qt::CaseInsensitive) == 0
        || value.compare("utf8", Qt::CaseInsensitive) == 0;
}

} // namespace

int jsonDepth(QByteArrayView text)
{
    int depth = 0;
    int deepest = 0;
    bool isInString = false;
    for (qsizetype index = 0; index < text.size(); ++index) {
        const char character = text[index];
        if (isInString) {
            if (character == '\\')
                ++index;
            else if (character == '"')
                isInString = false;
        } else if (character == '"') {
            isInString = true;
        } else if (character == '{' || character == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (character == '}' || character == ']') {
            --depth;
        }
    }
    return deepest;
}

bool isJsonContentType(QByteArrayView contentType)
{
    const qsizetype semicolon = contentType.indexOf(';');
    const auto type = (semicolon < 0 ? contentType : contentType.first(semicolon)).trimmed();
    if (!isJsonType(type))
        return false;
    auto rest = semicolon < 0 ? QByteArrayView() : contentType.sliced(semicolon + 1);
    while (!rest.isEmpty()) {
        const qsizetype next = rest.indexOf(';');
        if (!isHarmlessParameter((next < 0 ? rest : rest.first(next)).trimmed()))
            return false;
        rest = next < 0 ? QByteArrayView() : rest.sliced(next + 1);
    }
    return true;
}

} // namespace holdfast::http
