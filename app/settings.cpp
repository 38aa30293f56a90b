// SPDX-License-Identifier: GPL-3.0-only
#include "app/settings.h"

#include "app/command_line.h"
#include "app/configuration_file.h"
#include "app/setting_definition.h"

#include <QDir>

#include <algorithm>
#include <initializer_list>

#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

enum class Layer { Default, File, Environment, Flag };

/// A value that won, and where it stood.
struct Chosen
{
    const SettingDefinition *definition;
    QString value;
    QString origin;
    Layer layer = Layer::Default;
};

struct Sources
{
    const CommandLine &commandLine;
    const QProcessEnvironment &environment;
    const std::vector<FileValue> &file;
};

/// The first of the variables that is set.
QString firstSet(const QProcessEnvironment &environment, std::initializer_list<QLatin1StringView> names)
{
    for (const auto name : names)
        if (!environment.value(name).isEmpty())
            return name;
    return {};
}

std::optional<Chosen> fromFlags(const SettingDefinition &definition, const Sources &sources)
{
    std::optional<Chosen> chosen;
    for (const FlagValue &flag : sources.commandLine.flags)
        if (flag.definition == &definition)
            chosen = {&definition, flag.value, u"flag --%1"_s.arg(definition.name), Layer::Flag};
    return chosen;
}

/// An empty variable counts as unset: that is how compose files and shells pass "nothing" on.
std::optional<Chosen> fromEnvironment(const SettingDefinition &definition, const Sources &sources)
{
    const QString value = sources.environment.value(definition.environment);
    if (value.isEmpty())
        return std::nullopt;
    return Chosen{&definition, value, u"environment %1"_s.arg(definition.environment), Layer::Environment};
}

std::optional<Chosen> fromFile(const SettingDefinition &definition, const Sources &sources)
{
    for (const FileValue &line : sources.file)
        if (line.definition == &definition)
            return Chosen{&definition, line.value, line.where, Layer::File};
    return std::nullopt;
}

Chosen fromDefault(const SettingDefinition &definition, const Sources &sources)
{
    const QString value = definition.name == "data-dir"_L1
        ? defaultDataDirectory(sources.environment, geteuid() == 0)
        : QString(definition.defaultValue);
    return {&definition, value, u"default"_s, Layer::Default};
}

Chosen choose(const SettingDefinition &definition, const Sources &sources)
{
    if (auto chosen = fromFlags(definition, sources))
        return *chosen;
    if (auto chosen = fromEnvironment(definition, sources))
        return *chosen;
    if (auto chosen = fromFile(definition, sources))
        return *chosen;
    return fromDefault(definition, sources);
}

ExitCode codeFor(Layer layer)
{
    return layer == Layer::Flag ? ExitCode::Usage : ExitCode::BadConfiguration;
}

StartFault valueFault(const Chosen &chosen, const QString &expectation)
{
    const bool isShown = chosen.definition->secrecy == Secrecy::Open;
    const QString value =
        isShown ? u"'%1'"_s.arg(shownValue(*chosen.definition, chosen.value)) : u"the value"_s;
    return {codeFor(chosen.layer), u"%1: %2 is not %3"_s.arg(chosen.origin, value, expectation)};
}

/// Reads the table line by line, then what concerns more than one setting.
class Loader final
{
public:
    explicit Loader(const Sources &sources)
        : m_sources(sources)
    {
    }

    std::expected<LoadedSettings, std::vector<StartFault>> load()
    {
        for (const SettingDefinition &definition : settingTable())
            read(choose(definition, m_sources));
        useLibpqEnvironment();
        tellMailServerInFull();
        openDemo();
        keepDemoDataApart();
        liftLimitsOfOpenAccess();
        keepOpenAccessAtHome();
        if (!m_faults.empty())
            return std::unexpected(std::move(m_faults));
        for (const Chosen &chosen : m_chosen)
            m_result.effective.push_back({chosen.definition, chosen.value, chosen.origin});
        return std::move(m_result);
    }

private:
    void read(const Chosen &chosen)
    {
        if (const auto expectation = chosen.definition->read(chosen.value, m_result.settings))
            m_faults.push_back(valueFault(chosen, *expectation));
        m_chosen.push_back(chosen);
    }

    Chosen &chosen(QLatin1StringView name)
    {
        return *std::ranges::find(m_chosen, findSetting(QString(name)), &Chosen::definition);
    }

    /// PGHOST, PGPORT and PGDATABASE name a server or a database. PGUSER, PGPASSWORD and the like only say
    /// how to reach one: many have them set for other work, and they must not take the private server away.
    void useLibpqEnvironment()
    {
        Chosen &database = chosen("database-url"_L1);
        if (database.layer >= Layer::Environment)
            return;
        const QProcessEnvironment &environment = m_sources.environment;
        if (const QString name = firstSet(environment, {"PGSERVICE"_L1, "PGHOSTADDR"_L1}); !name.isEmpty())
            return refuse(
                u"environment %1: name the server with PGHOST or a database URL instead"_s.arg(name));
        const QString variable = firstSet(environment, {"PGHOST"_L1, "PGDATABASE"_L1, "PGPORT"_L1});
        if (variable.isEmpty())
            return;
        const auto connection = ConnectionSettings::fromEnvironment(environment);
        if (!connection)
            return refuse(u"environment %1: %2"_s.arg(variable, connection.error()));
        m_result.settings.externalDatabase = *connection;
        database.value = (*connection)->text();
        database.origin = u"environment %1"_s.arg(variable);
    }

    /// With what it implies, and without the password.
    void tellMailServerInFull()
    {
        if (const auto &server = m_result.settings.mailServer)
            chosen("smtp-url"_L1).value = server->text();
    }

    void refuse(const QString &message) { m_faults.push_back({ExitCode::BadConfiguration, message}); }

    void openDemo()
    {
        Chosen &access = chosen("open-access"_L1);
        if (!m_result.settings.isDemo || m_result.settings.isOpenAccess)
            return;
        if (access.layer != Layer::Default) {
            m_faults.push_back(
                {codeFor(access.layer), u"%1: the demo needs open access"_s.arg(access.origin)});
            return;
        }
        m_result.settings.isOpenAccess = true;
        access.value = u"true"_s;
        access.origin = u"implied by demo"_s;
        access.layer = chosen("demo"_L1).layer;
    }

    /// The demo never touches what somebody keeps in the default place.
    void keepDemoDataApart()
    {
        Chosen &directory = chosen("data-dir"_L1);
        if (!m_result.settings.isDemo || directory.layer != Layer::Default)
            return;
        m_result.settings.dataDirectory += u"-demo"_s;
        directory.value = m_result.settings.dataDirectory;
        directory.origin = u"implied by demo"_s;
        directory.layer = chosen("demo"_L1).layer;
    }

    /// All are one nameless admin on this machine then: a limit would stop the demonstration, nobody else.
    void liftLimitsOfOpenAccess()
    {
        Chosen &limit = chosen("rate-limit-max-requests"_L1);
        if (!m_result.settings.isOpenAccess || limit.layer != Layer::Default)
            return;
        m_result.settings.rateLimitRequests = 0;
        limit.value = u"0"_s;
        limit.origin = u"implied by open-access"_s;
    }

    void keepOpenAccessAtHome()
    {
        const QHostAddress &address = m_result.settings.bindAddress;
        if (!m_result.settings.isOpenAccess || address.isNull() || address.isLoopback())
            return;
        m_faults.push_back({codeFor(chosen("open-access"_L1).layer),
                            u"open access is for loopback addresses only, not for %1 (%2)"_s.arg(
                                address.toString(), chosen("bind"_L1).origin)});
    }

    const Sources &m_sources;
    LoadedSettings m_result;
    std::vector<Chosen> m_chosen;
    std::vector<StartFault> m_faults;
};

QString configurationFile(const CommandLine &commandLine, const QProcessEnvironment &environment)
{
    return commandLine.configurationFile.value_or(environment.value(u"HOLDFAST_CONFIG"_s));
}

} // namespace

std::expected<LoadedSettings, std::vector<StartFault>> loadSettings(const CommandLine &commandLine,
                                                                    const QProcessEnvironment &environment)
{
    std::vector<FileValue> file;
    const QString path = configurationFile(commandLine, environment);
    if (!path.isEmpty() || commandLine.configurationFile) {
        auto lines = readConfigurationFile(path);
        if (!lines)
            return std::unexpected(std::move(lines.error()));
        file = std::move(*lines);
    }
    return Loader({commandLine, environment, file}).load();
}

QString defaultDataDirectory(const QProcessEnvironment &environment, bool isRoot)
{
    // the XDG specification: a relative path is invalid and is to be ignored
    const QString dataHome = environment.value(u"XDG_DATA_HOME"_s);
    if (QDir::isAbsolutePath(dataHome) && !isRoot)
        return QDir::cleanPath(dataHome + u"/holdfast");
    if (isRoot)
        return u"/var/lib/holdfast"_s;
    return QDir::cleanPath(environment.value(u"HOME"_s, QDir::homePath()) + u"/.local/share/holdfast");
}

} // namespace holdfast
