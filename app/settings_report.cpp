// SPDX-License-Identifier: GPL-3.0-only
#include "app/settings_report.h"

#include "app/setting_definition.h"

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString valueOrDash(const EffectiveSetting &setting)
{
    const QString shown = shownValue(*setting.definition, setting.value);
    return shown.isEmpty() ? u"-"_s : shown;
}

} // namespace

QString settingsReport(const LoadedSettings &loaded)
{
    qsizetype nameWidth = 0;
    qsizetype valueWidth = 0;
    for (const EffectiveSetting &setting : loaded.effective) {
        nameWidth = std::max(nameWidth, setting.definition->name.size());
        valueWidth = std::max(valueWidth, valueOrDash(setting).size());
    }
    QString text;
    for (const EffectiveSetting &setting : loaded.effective) {
        const QString name = QString(setting.definition->name).leftJustified(nameWidth + 2);
        text += name + valueOrDash(setting).leftJustified(valueWidth + 2) + setting.origin + u'\n';
    }
    return text;
}

} // namespace holdfast
