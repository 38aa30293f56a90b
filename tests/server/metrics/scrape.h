// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <vector>

namespace holdfast::test {

/// A text exposition as Prometheus' own Python client reads it (tests/support/metrics_judge.py). A value.
class Scrape final
{
public:
    using Labels = QMap<QString, QString>;
    struct Sample
    {
        QString name;
        Labels labels;
        double value = 0;
    };

    /// Ends the test when there is no judge.
    explicit Scrape(const QByteArray &text);

    /// What the judge does not like; empty when all is well.
    const QStringList &faults() const { return m_faults; }
    const std::vector<Sample> &samples() const { return m_samples; }

    /// The sum of all series of that name that have these labels, among others. Ends the test when there is
    /// none.
    double sum(const QString &name, const Labels &labels = {}) const;

private:
    QStringList m_faults;
    std::vector<Sample> m_samples;
};

} // namespace holdfast::test
