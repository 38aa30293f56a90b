// SPDX-License-Identifier: GPL-3.0-only
#include "app/command_line.h"

#include "app/logging/log_redaction.h"
#include "app/setting_definition.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

StartFault usageFault(const QString &message)
{
    const QString hint = message + u"; see holdfast --help"_s;
    return {ExitCode::Usage, withoutControlCharacters(hint)};
}

std::optional<Command> commandFromWord(const QString &word)
{
    if (word == "audit"_L1)
        return Command::Audit;
    if (word == "migrate"_L1)
        return Command::Migrate;
    if (word == "admin"_L1)
        return Command::CreateAdmin;
    return std::nullopt;
}

/// One pass over the arguments; each step takes what it understands from the front.
class Parser final
{
public:
    explicit Parser(const QStringList &arguments)
        : m_rest(arguments)
    {
    }

    std::expected<CommandLine, StartFault> parse()
    {
        while (!m_rest.isEmpty()) {
            const QString argument = m_rest.takeFirst();
            const auto fault = argument.startsWith("-"_L1) ? takeFlag(argument) : takeCommand(argument);
            if (fault)
                return std::unexpected(*fault);
        }
        return std::move(m_result);
    }

private:
    std::optional<StartFault> takeCommand(const QString &word)
    {
        const auto command = commandFromWord(word);
        if (!command)
            return usageFault(u"there is no sub-command '%1'"_s.arg(word));
        if (m_result.command != Command::Serve)
            return usageFault(u"one sub-command at a time, not also '%1'"_s.arg(word));
        m_result.command = *command;
        return command == Command::CreateAdmin ? takeAdminCreate() : std::nullopt;
    }

    std::optional<StartFault> takeAdminCreate()
    {
        const bool isWhole =
            m_rest.size() >= 2 && m_rest.at(0) == "create"_L1 && !m_rest.at(1).startsWith(u'-');
        if (!isWhole)
            return usageFault(u"it is 'admin create EMAIL'"_s);
        m_rest.removeFirst();
        m_result.email = m_rest.takeFirst();
        return std::nullopt;
    }

    std::optional<StartFault> takeFlag(const QString &argument)
    {
        if (argument == "--print-config"_L1) {
            m_result.command = Command::PrintConfig;
            return std::nullopt;
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString flag = argument.left(equals);
        std::optional<QString> value;
        if (equals >= 0)
            value = argument.mid(equals + 1);
        return takeSetting(flag, value);
    }

    std::optional<StartFault> takeSetting(const QString &flag, std::optional<QString> value)
    {
        const QStringView name = QStringView(flag).mid(2);
        const auto *definition = flag.startsWith("--"_L1) ? findSetting(name) : nullptr;
        const bool isFile = flag == "--config"_L1;
        if (!definition && !isFile)
            return usageFault(u"there is no option '%1'"_s.arg(flag));
        if (definition && !definition->hasFlag()) {
            return usageFault(
                u"%1 would show the secret to everybody on this machine; give it in %2 or in the file"_s.arg(
                    flag.section(u'=', 0, 0), definition->environment));
        }
        if (!value && definition && definition->isSwitch())
            value = u"true"_s;
        if (!value && !m_rest.isEmpty())
            value = m_rest.takeFirst();
        if (!value)
            return usageFault(u"%1 needs a value"_s.arg(flag));
        if (isFile)
            m_result.configurationFile = *value;
        else
            m_result.flags.push_back({definition, *value});
        return std::nullopt;
    }

    QStringList m_rest;
    CommandLine m_result;
};

// A secret has no flag, which everybody on the machine could read; its name is for the file.
QString shownName(const SettingDefinition &setting)
{
    if (!setting.hasFlag())
        return u"  %1 (no flag)"_s.arg(setting.name);
    return setting.isSwitch() ? u"  --%1"_s.arg(setting.name)
                              : u"  --%1 %2"_s.arg(setting.name, setting.placeholder);
}

QString settingHelp(const SettingDefinition &setting)
{
    QString line = u"%1 %2"_s.arg(shownName(setting), -31).arg(setting.help);
    if (!setting.isSwitch() && !setting.defaultValue.isEmpty())
        line += u" (%1)"_s.arg(setting.defaultValue);
    return line + u"\n%1environment: %2\n"_s.arg(QString(), 32).arg(setting.environment);
}

} // namespace

std::expected<CommandLine, StartFault> parseCommandLine(const QStringList &arguments)
{
    for (const QString &argument : arguments) {
        if (argument == "--help"_L1 || argument == "-h"_L1)
            return CommandLine{Command::Help, {}, {}, {}};
        if (argument == "--version"_L1)
            return CommandLine{Command::Version, {}, {}, {}};
    }
    return Parser(arguments).parse();
}

QString helpText()
{
    QString text =
        u"Holdfast runs flash sales that never oversell.\n\n"
        "usage: holdfast [OPTION]…           the console with the API in it\n"
        "       holdfast audit [OPTION]…     recompute every product from its rows; 1 if any differs\n"
        "       holdfast migrate [OPTION]…   bring the database's schema up to date\n"
        "       holdfast admin create EMAIL [OPTION]…   make an admin; asks for the password, or reads it\n"
        "                                    from standard input\n\n"
        "Flags win over the environment, that over the configuration file, that over defaults.\n\n"_s;
    for (const SettingDefinition &setting : settingTable())
        text += settingHelp(setting);
    text +=
        u"  --config FILE                 Lines of name = value, names as above without dashes\n"
        "                                environment: HOLDFAST_CONFIG\n"
        "  --print-config                Show every setting and where it comes from, and stop\n"
        "  --version                     Show the version, and stop\n"
        "  --help                        Show this, and stop\n\n"
        "Data is kept in $XDG_DATA_HOME/holdfast (~/.local/share/holdfast), as root in /var/lib/holdfast.\n"
        "PGHOST, PGPORT or PGDATABASE in the environment also name an external database, together with\n"
        "the other PG* variables; --database-url= (empty) overrules them.\n\n"
        "Exit codes: 0 fine, 1 error, 2 usage, 69 database unavailable, 73 cannot bind,\n"
        "            78 bad configuration.\n"_s;
    return text;
}

} // namespace holdfast
