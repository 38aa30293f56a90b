// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/settings.h"

#include <QLatin1String>

#include <functional>

namespace holdfast {

/// How much of a value --print-config and error messages may show.
enum class Secrecy {
    Open,
    /// A connection string: shown without its password.
    HidesPassword,
    /// The same, and no flag: everybody on the machine can read those.
    HidesPasswordNoFlag,
    /// Never shown.
    Hidden,
};

/// Puts a written value into the settings, or says what would have been right: "a number from 0 to 65535".
using SettingReader = std::function<std::optional<QString>(const QString &value, Settings &settings)>;

/// One line of the table. `name` is the flag without its dashes and the key in the configuration file.
struct SettingDefinition
{
    QLatin1StringView name;
    QLatin1StringView environment;
    /// What stands for the value in the help text; empty for a switch.
    QLatin1StringView placeholder;
    SettingReader read;
    /// Read like any other value. data-directory has none here: it depends on who starts Holdfast.
    QLatin1StringView defaultValue;
    Secrecy secrecy;
    QLatin1StringView help;

    bool isSwitch() const { return placeholder.isEmpty(); }
    bool hasFlag() const { return secrecy == Secrecy::Open || secrecy == Secrecy::HidesPassword; }
};

/// Every setting, in the order of the help text.
const std::vector<SettingDefinition> &settingTable();

/// Null when there is no such setting.
const SettingDefinition *findSetting(QStringView name);

/// The value as it may be shown to anybody.
QString shownValue(const SettingDefinition &definition, const QString &value);

} // namespace holdfast
