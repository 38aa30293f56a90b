// SPDX-License-Identifier: GPL-3.0-only
// One line adds a setting: its flag, its key in the file, its environment variable, its check and its help
// follow.
#include "app/logging/log_redaction.h"
#include "app/setting_definition.h"
#include "app/setting_readers.h"
#include "domain/quantity.h"

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

const std::vector<SettingDefinition> &settingTable()
{
    using enum Secrecy;
    using S = Settings;
    constexpr int daySeconds = 24 * 60 * 60;
    constexpr int quantityMax = static_cast<int>(Quantity::maximum);
    // clang-format off
    static const std::vector<SettingDefinition> table {
        { "headless"_L1, "HOLDFAST_HEADLESS"_L1, ""_L1, readSwitch(&S::isHeadless), "false"_L1, Open, "Serve without a window"_L1 },
        { "demo"_L1, "HOLDFAST_DEMO"_L1, ""_L1, readSwitch(&S::isDemo), "false"_L1, Open, "A sale with simulated shoppers, in data of its own; implies --open-access"_L1 },
        { "open-access"_L1, "HOLDFAST_OPEN_ACCESS"_L1, ""_L1, readSwitch(&S::isOpenAccess), "false"_L1, Open, "Requests without credentials act as admin; loopback only"_L1 },
        { "port"_L1, "PORT"_L1, "NUMBER"_L1, readPort(&S::port), "3000"_L1, Open, "TCP port of the API; 0 takes a free one"_L1 },
        { "bind"_L1, "HOLDFAST_BIND"_L1, "ADDRESS"_L1, readAddress(&S::bindAddress), "127.0.0.1"_L1, Open, "Address to listen on"_L1 },
        { "data-dir"_L1, "HOLDFAST_DATA_DIR"_L1, "FOLDER"_L1, readDirectory(&S::dataDirectory), ""_L1, Open, "Everything Holdfast keeps"_L1 },
        { "database-url"_L1, "DATABASE_URL"_L1, "URL"_L1, readConnection(&S::externalDatabase), ""_L1, HidesPassword, "Use this PostgreSQL 15 or newer; empty starts a private one"_L1 },
        { "postgres-user"_L1, "HOLDFAST_POSTGRES_USER"_L1, "NAME"_L1, readAccountName(&S::postgresUser), "postgres"_L1, Open, "Who runs the private PostgreSQL when Holdfast is started as root"_L1 },
        { "jwt-secret"_L1, "JWT_SECRET"_L1, "SECRET"_L1, readText(&S::tokenSecret), ""_L1, Hidden, "Signs tokens, 32 bytes or more; empty keeps a key in the data folder"_L1 },
        { "jwt-secret-previous"_L1, "JWT_SECRET_PREVIOUS"_L1, "SECRET"_L1, readText(&S::previousTokenSecret), ""_L1, Hidden, "The one before, believed while secrets are changed"_L1 },
        { "reservation-ttl"_L1, "RESERVATION_TTL_SECONDS"_L1, "SECONDS"_L1, readSeconds(&S::reservationTtl, 1, daySeconds), "600"_L1, Open, "How long a hold lasts when its product does not say"_L1 },
        { "max-purchase-quantity"_L1, "MAX_PURCHASE_QUANTITY"_L1, "UNITS"_L1, readCount(&S::purchaseQuantityMax, 1, quantityMax), "1000000"_L1, Open, "The most units one request may ask for"_L1 },
        { "rate-limit-window"_L1, "RATE_LIMIT_WINDOW_MS"_L1, "MILLISECONDS"_L1, readMilliseconds(&S::rateLimitWindow, 1'000, daySeconds * 1'000), "60000"_L1, Open, "The time in which so many requests may come"_L1 },
        { "rate-limit-max-requests"_L1, "RATE_LIMIT_MAX_REQUESTS"_L1, "NUMBER"_L1, readCount(&S::rateLimitRequests, 0, 1'000'000), "600"_L1, Open, "So many from each address and user; 0: no limit, as under open access"_L1 },
        { "trusted-proxies"_L1, "HOLDFAST_TRUSTED_PROXIES"_L1, "ADDRESSES"_L1, readProxies(&S::trustedProxies), ""_L1, Open, "Proxies whose X-Forwarded-For is believed: addresses and subnets, by commas"_L1 },
        { "cors-origins"_L1, "CORS_ORIGINS"_L1, "ORIGINS"_L1, readOrigins(&S::corsOrigins), ""_L1, Open, "Other sites whose pages may use the API: https://shop.example, by commas"_L1 },
        { "smtp-url"_L1, "SMTP_URL"_L1, "URL"_L1, readMailServer(&S::mailServer), ""_L1, HidesPasswordNoFlag, "Who sends order confirmations: smtp://user:password@host?from=shop@…"_L1 },
        { "log-level"_L1, "HOLDFAST_LOG_LEVEL"_L1, "LEVEL"_L1, readLogLevel(&S::logLevel), "info"_L1, Open, "debug, info, warning or error"_L1 },
        { "log-format"_L1, "HOLDFAST_LOG_FORMAT"_L1, "FORMAT"_L1, readLogFormat(&S::logFormat), "auto"_L1, Open, "text, json, or auto: text on a terminal, else json"_L1 },
    };
    // clang-format on
    return table;
}

const SettingDefinition *findSetting(QStringView name)
{
    const auto &table = settingTable();
    const auto found =
        std::ranges::find_if(table, [name](const auto &setting) { return name == setting.name; });
    return found == table.end() ? nullptr : &*found;
}

QString shownValue(const SettingDefinition &definition, const QString &value)
{
    switch (definition.secrecy) {
    case Secrecy::Open:
        return withoutControlCharacters(value);
    case Secrecy::HidesPassword:
    case Secrecy::HidesPasswordNoFlag:
        return withoutControlCharacters(redactSecrets(value));
    case Secrecy::Hidden:
        break;
    }
    return value.isEmpty() ? QString() : u"(hidden)"_s;
}

} // namespace holdfast
