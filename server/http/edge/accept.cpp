// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/accept.h"

#include <algorithm>

namespace holdfast::http {

namespace {

/// Takes what stands before the separator, and the separator, off the text.
QByteArrayView takePart(QByteArrayView &text, char separator)
{
    const auto end = text.indexOf(separator);
    const auto part = end < 0 ? text : text.first(end);
    text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
    return part.trimmed();
}

/// q=0, in each of its spellings.
bool isZeroWeight(QByteArrayView parameter)
{
    if (!parameter.startsWith("q=") && !parameter.startsWith("Q="))
        return false;
    const auto weight = parameter.sliced(2);
    return weight.startsWith('0')
        && std::ranges::all_of(weight, [](char digit) { return digit == '0' || digit == '.'; });
}

bool isRefused(QByteArrayView parameters)
{
    while (!parameters.isEmpty()) {
        if (isZeroWeight(takePart(parameters, ';')))
            return true;
    }
    return false;
}

} // namespace

bool namesMediaType(QByteArrayView accept, QByteArrayView type)
{
    while (!accept.isEmpty()) {
        auto range = takePart(accept, ',');
        const auto name = takePart(range, ';');
        if (name.compare(type, Qt::CaseInsensitive) == 0 && !isRefused(range))
            return true;
    }
    return false;
}

} // namespace holdfast::http
