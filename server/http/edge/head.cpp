// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/head.h"

namespace holdfast::http {

QByteArrayView methodName(Method method)
{
    static constexpr std::array<QByteArrayView, methodCount> names{"GET",   "HEAD",   "POST",   "PUT",
                                                                   "PATCH", "DELETE", "OPTIONS"};
    return names.at(static_cast<size_t>(method));
}

QByteArrayView Head::field(KnownField known) const
{
    const int place = m_known.at(static_cast<size_t>(known));
    return place == 0 ? QByteArrayView() : view(m_fields.at(place - 1).value);
}

QByteArrayList Head::fields(QByteArrayView name) const
{
    QByteArrayList values;
    for (const auto &field : m_fields) {
        if (view(field.name).compare(name, Qt::CaseInsensitive) == 0)
            values.append(view(field.value).toByteArray());
    }
    return values;
}

QByteArrayView Head::field(QByteArrayView name) const
{
    for (const auto &field : m_fields) {
        if (view(field.name).compare(name, Qt::CaseInsensitive) == 0)
            return view(field.value);
    }
    return {};
}

} // namespace holdfast::http
