// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/fault.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QVarLengthArray>

#include <array>
#include <expected>

namespace holdfast::http {

enum class Method : quint8 { Get, Head, Post, Put, Patch, Delete, Options };

constexpr int methodCount = 7;

/// As on the wire: "PATCH".
QByteArrayView methodName(Method method);

/// Fields the edge or the router looks at on every request; found while parsing, so that reading one is free.
enum class KnownField : quint8 {
    Accept,
    Authorization,
    Connection,
    ContentLength,
    ContentType,
    Cookie,
    Expect,
    Host,
    IdempotencyKey,
    IfMatch,
    Origin,
    TransferEncoding,
    Upgrade,
    XRequestId,
    XUserId,
};

constexpr int knownFieldCount = static_cast<int>(KnownField::XUserId) + 1;

/// A request head that passed every check of parseHead. It owns its bytes; views it gives live as long as it
/// does.
class Head final
{
public:
    struct Slice
    {
        quint32 offset = 0;
        quint32 length = 0;
    };
    struct Field
    {
        Slice name;
        Slice value;
    };

    Method method = Method::Get;
    /// 0 or 1: HTTP/1.0 or HTTP/1.1.
    int minorVersion = 1;
    qint64 contentLength = 0;
    bool keepsAlive = true;
    bool expectsContinue = false;
    bool upgradesToWebSocket = false;

    /// Still percent-encoded, without the query; starts with a slash, holds no empty or dot segment but
    /// perhaps an empty last one.
    QByteArrayView path() const { return view(m_path); }
    /// Still encoded, without the question mark.
    QByteArrayView query() const { return view(m_query); }
    /// Null when absent; empty when present and empty.
    QByteArrayView field(KnownField known) const;
    /// The first field of that name in any case; null when absent.
    QByteArrayView field(QByteArrayView name) const;
    /// All fields of that name, in the order received.
    QByteArrayList fields(QByteArrayView name) const;
    qsizetype size() const { return m_bytes.size(); }

private:
    friend class HeadParser;

    QByteArrayView view(Slice slice) const { return {m_bytes.constData() + slice.offset, slice.length}; }

    QByteArray m_bytes;
    Slice m_path;
    Slice m_query;
    QVarLengthArray<Field, 20> m_fields;
    std::array<qint16, knownFieldCount> m_known{};
};

} // namespace holdfast::http
