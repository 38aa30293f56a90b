// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/shop_client.h"

#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace holdfast {

using namespace Qt::StringLiterals;

ShopClient::ShopClient(const QUrl &baseUrl, QObject *parent)
    : QObject(parent)
    , m_baseUrl(baseUrl)
{
    // The server is this machine: a proxy in the environment is not for us.
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setTransferTimeout(patience.count());
}

void ShopClient::listProducts(QObject *context, Answered answered)
{
    expect(m_network.get(request(u"products?limit=100"_s)), context, std::move(answered));
}

void ShopClient::readStatus(ProductId product, QObject *context, Answered answered)
{
    expect(m_network.get(request(u"products/%1/status"_s.arg(product.number()))), context,
           std::move(answered));
}

void ShopClient::reserve(const QString &customer, ProductId product, int quantity, QObject *context,
                         Answered answered)
{
    post(request(u"reservations"_s, customer),
         {{u"product_id"_s, product.number()}, {u"quantity"_s, quantity}}, context, std::move(answered));
}

void ShopClient::checkOut(const QString &customer, const QString &reservation, QObject *context,
                          Answered answered)
{
    post(request(u"checkout"_s, customer), {{u"reservation_id"_s, reservation}}, context,
         std::move(answered));
}

void ShopClient::extend(const QString &customer, const QString &reservation, QObject *context,
                        Answered answered)
{
    post(request(u"reservations/%1/extend"_s.arg(reservation), customer), {}, context, std::move(answered));
}

void ShopClient::cancel(const QString &customer, const QString &reservation, QObject *context,
                        Answered answered)
{
    expect(m_network.deleteResource(request(u"reservations/"_s + reservation, customer)), context,
           std::move(answered));
}

void ShopClient::restock(ProductId product, int quantity, const QString &reason, QObject *context,
                         Answered answered)
{
    post(request(u"products/%1/restock"_s.arg(product.number())),
         {{u"quantity"_s, quantity}, {u"reason"_s, reason}}, context, std::move(answered));
}

QNetworkRequest ShopClient::request(const QString &path, const QString &customer) const
{
    QNetworkRequest request(m_baseUrl.resolved(QUrl(u"/api/v1/"_s + path)));
    // Qt would ask a plain HTTP server to change to HTTP/2.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    if (!customer.isEmpty())
        request.setRawHeader("X-User-Id", customer.toUtf8());
    return request;
}

void ShopClient::post(const QNetworkRequest &bare, const QJsonObject &body, QObject *context,
                      Answered answered)
{
    QNetworkRequest request = bare;
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    expect(m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact)), context,
           std::move(answered));
}

void ShopClient::expect(QNetworkReply *reply, QObject *context, Answered answered)
{
    connect(reply, &QNetworkReply::finished, context,
            [reply, answered = std::move(answered)] { answered(readAnswer(*reply)); });
    // Also when the context is gone. Later, because QNetworkReply is still at work while it says so.
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

} // namespace holdfast
