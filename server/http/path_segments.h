// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QVarLengthArray>

namespace holdfast::http {

/// A path cut at its slashes, each segment decoded on its own, so that an encoded byte never becomes a
/// separator. The views live as long as the path's bytes and this object.
class PathSegments final
{
public:
    static constexpr qsizetype segmentsMax = 16;

    PathSegments() = default;
    /// path passed checkTarget. One with more than segmentsMax segments comes out empty, which no route
    /// matches.
    explicit PathSegments(QByteArrayView path);

    qsizetype size() const { return m_segments.size(); }
    QByteArrayView at(qsizetype index) const { return m_segments.at(index); }

private:
    QVarLengthArray<QByteArrayView, segmentsMax> m_segments;
    QVarLengthArray<QByteArray, 2> m_decoded; // owns what could not be viewed in place
};

} // namespace holdfast::http
