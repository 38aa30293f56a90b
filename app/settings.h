// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/limits/forwarded_for.h"
#include "app/exit_code.h"
#include "app/logging/log_options.h"
#include "database/connection_settings.h"
#include "mail/smtp_settings.h"

#include <QHostAddress>
#include <QProcessEnvironment>
#include <QString>

#include <chrono>
#include <expected>
#include <optional>
#include <vector>

namespace holdfast {

struct CommandLine;
struct SettingDefinition;

/// Everything that can be chosen when Holdfast starts, read and checked. setting_table.cpp lists name,
/// environment variable, default and meaning of each.
struct Settings
{
    bool isHeadless = false;
    bool isDemo = false;
    /// Requests without credentials act as admin. Only ever true with a loopback address.
    bool isOpenAccess = false;
    /// 0 takes a free one.
    quint16 port = 0;
    QHostAddress bindAddress;
    /// Absolute. The demo's default is one of its own, beside the usual default.
    QString dataDirectory;
    /// Nothing: the private PostgreSQL.
    std::optional<ConnectionSettings> externalDatabase;
    /// Who runs the private PostgreSQL when Holdfast was started as root.
    QString postgresUser;
    /// Signs tokens; empty: a key of the data directory. The previous one is still believed.
    QString tokenSecret;
    QString previousTokenSecret;
    /// Who sends order confirmations; nothing: nobody does.
    std::optional<SmtpSettings> mailServer;
    LogLevel logLevel = LogLevel::Info;
    LogFormat logFormat = LogFormat::Automatic;
    /// How long a product's holds last when the product does not say.
    std::chrono::seconds reservationTtl{};
    /// The most units one request may ask for.
    int purchaseQuantityMax = 0;
    /// Of each address and each user; no requests: no limits.
    std::chrono::milliseconds rateLimitWindow{};
    int rateLimitRequests = 0;
    ForwardedFor trustedProxies;
    /// scheme://host[:port], lower case.
    QList<QByteArray> corsOrigins;
};

/// Why Holdfast does not start: one line for stderr, without secrets, and the code to exit with.
struct StartFault
{
    ExitCode code = ExitCode::Failure;
    QString message;
};

/// One setting as it came out: what was written (not what was read from it) and who wrote it.
struct EffectiveSetting
{
    const SettingDefinition *definition = nullptr;
    QString value;
    /// "flag --port", "environment PORT", "shop.conf line 3", "default", "implied by demo".
    QString origin;
};

struct LoadedSettings
{
    Settings settings;
    /// In the order of the table.
    std::vector<EffectiveSetting> effective;
};

/// Flags over environment over file over defaults. All faults at once, in the order of the table; flags are
/// faulted with ExitCode::Usage, everything else with BadConfiguration. Reads the file named by --config,
/// nothing else.
std::expected<LoadedSettings, std::vector<StartFault>> loadSettings(const CommandLine &commandLine,
                                                                    const QProcessEnvironment &environment);

/// Where data goes when nobody says: the XDG data folder, or /var/lib/holdfast for root, because PostgreSQL
/// runs as another user then and /root is closed to it.
QString defaultDataDirectory(const QProcessEnvironment &environment, bool isRoot);

} // namespace holdfast
