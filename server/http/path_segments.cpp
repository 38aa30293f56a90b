// SPDX-License-Identifier: GPL-3.0-only
#include "http/path_segments.h"

#include "http/edge/target.h"

namespace holdfast::http {

PathSegments::PathSegments(QByteArrayView path)
{
    while (path.startsWith('/')) {
        path = path.sliced(1);
        const qsizetype slash = path.indexOf('/');
        const auto segment = slash < 0 ? path : path.first(slash);
        path = slash < 0 ? QByteArrayView() : path.sliced(slash);
        if (m_segments.size() == segmentsMax) {
            m_segments.clear();
            return;
        }
        if (!segment.contains('%')) {
            m_segments.append(segment);
            continue;
        }
        m_decoded.append(percentDecoded(segment, PlusSign::IsPlus));
        m_segments.append(m_decoded.back());
    }
}

} // namespace holdfast::http
