// SPDX-License-Identifier: GPL-3.0-only
#include "database/binary_arguments.h"

#include <QtEndian>

namespace holdfast {

namespace {

constexpr qint32 dimensions = 1;
constexpr qint32 mayHoldNulls = 1;
constexpr qint32 firstIndex = 1;
constexpr qint32 lengthOfNull = -1;
constexpr qint32 uuidLength = 16;
// Of an element with its length before it; a guess for the room to make.
constexpr qsizetype elementBytesMax = 20;
constexpr qsizetype headerBytes = 20;

} // namespace

BinaryArguments &BinaryArguments::add(QStringView text)
{
    m_values.push_back(text.toUtf8());
    return *this;
}

BinaryArguments::Array::Array(Type type, qsizetype count)
{
    m_bytes.reserve(headerBytes + count * elementBytesMax);
    write(count > 0 ? dimensions : 0);
    write(mayHoldNulls);
    write(static_cast<quint32>(type));
    if (count > 0) {
        write(static_cast<qint32>(count));
        write(firstIndex);
    }
}

void BinaryArguments::Array::add(int number)
{
    write(static_cast<qint32>(sizeof number));
    write(number);
}

void BinaryArguments::Array::add(qint64 number)
{
    write(static_cast<qint32>(sizeof number));
    write(number);
}

void BinaryArguments::Array::add(const QUuid &uuid)
{
    write(uuidLength);
    // The parts of a QUuid are numbers; the bytes of RFC 9562 are big-endian.
    write(quint32{uuid.data1});
    write(quint16{uuid.data2});
    write(quint16{uuid.data3});
    m_bytes.append(reinterpret_cast<const char *>(uuid.data4), sizeof uuid.data4);
}

void BinaryArguments::Array::addNull()
{
    write(lengthOfNull);
}

template <typename Number>
void BinaryArguments::Array::write(Number number)
{
    const auto bigEndian = qToBigEndian(number);
    m_bytes.append(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian);
}

} // namespace holdfast
