// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/setting_definition.h"

namespace holdfast {

/// true, yes, on, 1, or false, no, off, 0.
SettingReader readSwitch(bool Settings::*field);
/// Decimal digits only, within the bounds.
SettingReader readPort(quint16 Settings::*field);
SettingReader readCount(int Settings::*field, int minimum, int maximum);
SettingReader readSeconds(std::chrono::seconds Settings::*field, int minimum, int maximum);
SettingReader readMilliseconds(std::chrono::milliseconds Settings::*field, int minimum, int maximum);
/// Addresses and subnets, separated by commas or blanks.
SettingReader readProxies(ForwardedFor Settings::*field);
/// Origins as browsers send them, separated by commas or blanks; no wildcard.
SettingReader readOrigins(QList<QByteArray> Settings::*field);
/// An IPv4 or IPv6 address, or "localhost".
SettingReader readAddress(QHostAddress Settings::*field);
/// Made absolute.
SettingReader readDirectory(QString Settings::*field);
/// As it is.
SettingReader readText(QString Settings::*field);
/// A name as useradd takes it.
SettingReader readAccountName(QString Settings::*field);
/// A postgresql:// URL; empty means the private server.
SettingReader readConnection(std::optional<ConnectionSettings> Settings::*field);
/// An smtp:// or smtps:// URL; empty means none.
SettingReader readMailServer(std::optional<SmtpSettings> Settings::*field);
SettingReader readLogLevel(LogLevel Settings::*field);
SettingReader readLogFormat(LogFormat Settings::*field);

} // namespace holdfast
