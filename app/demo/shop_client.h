// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/shop_answer.h"
#include "domain/ids.h"

#include <QNetworkAccessManager>
#include <QUrl>

#include <functional>

namespace holdfast {

/// The API as a storefront calls it, over HTTP. Every function returns at once; `answered` is called from the
/// event loop, exactly once unless its `context` is gone by then. A reservation's id is text here, as a
/// client knows it. One thread.
class ShopClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShopClient)

public:
    using Answered = std::function<void(const ShopAnswer &)>;

    /// A request without an answer for so long counts as unreachable.
    static constexpr std::chrono::milliseconds patience{10'000};

    /// `baseUrl` has scheme, address and port.
    explicit ShopClient(const QUrl &baseUrl, QObject *parent = nullptr);

    /// As many products as one page takes.
    void listProducts(QObject *context, Answered answered);
    void readStatus(ProductId product, QObject *context, Answered answered);
    void reserve(const QString &customer, ProductId product, int quantity, QObject *context,
                 Answered answered);
    void checkOut(const QString &customer, const QString &reservation, QObject *context, Answered answered);
    void extend(const QString &customer, const QString &reservation, QObject *context, Answered answered);
    void cancel(const QString &customer, const QString &reservation, QObject *context, Answered answered);
    void restock(ProductId product, int quantity, const QString &reason, QObject *context, Answered answered);

private:
    QNetworkRequest request(const QString &path, const QString &customer = {}) const;
    void post(const QNetworkRequest &request, const QJsonObject &body, QObject *context, Answered answered);
    static void expect(QNetworkReply *reply, QObject *context, Answered answered);

    const QUrl m_baseUrl;
    QNetworkAccessManager m_network{this};
};

} // namespace holdfast
