// SPDX-License-Identifier: GPL-3.0-only
#include "ui/api_keys_page/api_keys_model.h"

#include "ui/widgets/number_text.h"

#include <tuple>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString stateText(const ApiKey &key)
{
    return key.revokedAt ? ApiKeysModel::tr("revoked %1").arg(dayAndTimeText(*key.revokedAt))
                         : ApiKeysModel::tr("in force");
}

QString lastUsedText(const ApiKey &key)
{
    return key.lastUsedAt ? dayAndTimeText(*key.lastUsedAt) : ApiKeysModel::tr("never");
}

QString displayText(const ApiKey &key, int column)
{
    switch (column) {
    case ApiKeysModel::NameColumn:
        return key.name;
    case ApiKeysModel::HintColumn:
        return key.hint + u'…';
    case ApiKeysModel::MadeColumn:
        return dayAndTimeText(key.createdAt);
    case ApiKeysModel::LastUsedColumn:
        return lastUsedText(key);
    case ApiKeysModel::StateColumn:
        return stateText(key);
    default:
        return {};
    }
}

} // namespace

bool ApiKeysModel::isBefore(const ApiKey &left, const ApiKey &right) const
{
    const auto place = [](const ApiKey &key) {
        return std::tuple(key.revokedAt.has_value(), -toMicroseconds(key.createdAt), key.id);
    };
    return place(left) < place(right);
}

void ApiKeysModel::showKeys(const QList<ApiKey> &keys)
{
    showRows({keys.cbegin(), keys.cend()});
}

int ApiKeysModel::inForceCount() const
{
    return static_cast<int>(std::ranges::count_if(rows(), [](const ApiKey &key) { return !key.revokedAt; }));
}

int ApiKeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ApiKeysModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ApiKey &key = keyAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(key, index.column());
    case Qt::AccessibleTextRole:
        return tr("%1, %2, made %3, last used %4, %5")
            .arg(key.name, key.hint, dayAndTimeText(key.createdAt), lastUsedText(key), stateText(key));
    case InForceRole:
        return !key.revokedAt.has_value();
    default:
        return {};
    }
}

QVariant ApiKeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Name"), tr("Begins with"), tr("Made"), tr("Last used"), tr("State")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
