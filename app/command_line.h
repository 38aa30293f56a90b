// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/settings.h"

#include <QStringList>

namespace holdfast {

enum class Command { Serve, Audit, Migrate, CreateAdmin, PrintConfig, Help, Version };

/// A setting named by a flag, not yet checked.
struct FlagValue
{
    const SettingDefinition *definition = nullptr;
    QString value;
};

struct CommandLine
{
    Command command = Command::Serve;
    /// Of CreateAdmin.
    QString email;
    /// In the order given; the last of a name counts.
    std::vector<FlagValue> flags;
    std::optional<QString> configurationFile;
};

/// Reads `holdfast [audit | migrate | admin create EMAIL] [--name value | --name=value | --switch]…`, without
/// the program's own name.
/// --help and --version win over everything else on the line.
std::expected<CommandLine, StartFault> parseCommandLine(const QStringList &arguments);

/// The text of --help, made from the table of settings.
QString helpText();

} // namespace holdfast
