// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/metrics/scrape.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <algorithm>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int judgeMillisecondsMax = 90'000;

QJsonObject verdictOn(const QByteArray &text)
{
    QProcess judge;
    judge.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    judge.start(QStringLiteral(HOLDFAST_TEST_SUPPORT "/metrics_judge.py"), QStringList());
    judge.write(text);
    judge.closeWriteChannel();
    if (!judge.waitForFinished(judgeMillisecondsMax) || judge.exitCode() != 0)
        qFatal("No judge of metrics: %s", qPrintable(judge.errorString()));
    return QJsonDocument::fromJson(judge.readAllStandardOutput()).object();
}

Scrape::Labels labelsOf(const QJsonObject &object)
{
    Scrape::Labels labels;
    for (auto label = object.begin(); label != object.end(); ++label)
        labels.insert(label.key(), label->toString());
    return labels;
}

bool hasAll(const Scrape::Labels &labels, const Scrape::Labels &wanted)
{
    const auto pairs = wanted.asKeyValueRange();
    return std::all_of(pairs.begin(), pairs.end(), [&labels](const auto &pair) {
        return labels.contains(pair.first) && labels.value(pair.first) == pair.second;
    });
}

} // namespace

Scrape::Scrape(const QByteArray &text)
{
    const auto verdict = verdictOn(text);
    for (const auto &fault : verdict.value("faults"_L1).toArray())
        m_faults.append(fault.toString());
    for (const auto &entry : verdict.value("samples"_L1).toArray()) {
        const auto sample = entry.toObject();
        m_samples.push_back({sample.value("name"_L1).toString(),
                             labelsOf(sample.value("labels"_L1).toObject()),
                             sample.value("value"_L1).toDouble()});
    }
}

double Scrape::sum(const QString &name, const Labels &labels) const
{
    double sum = 0;
    bool isThere = false;
    for (const auto &sample : m_samples) {
        if (sample.name == name && hasAll(sample.labels, labels)) {
            sum += sample.value;
            isThere = true;
        }
    }
    if (!isThere)
        qFatal("There is no such series: %s", qPrintable(name));
    return sum;
}

} // namespace holdfast::test
