// SPDX-License-Identifier: GPL-3.0-only
#include "metrics/registry.h"

#include <prometheus/check_names.h>
#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace holdfast::metrics {

using prometheus::ClientMetric;
using prometheus::MetricType;

namespace {

// The serializer writes a help text as it is.
void requireDescription(const char *name, const char *help, MetricType type)
{
    const bool isTotal = QByteArrayView(name).endsWith("_total");
    if (!prometheus::CheckMetricName(name) || isTotal != (type == MetricType::Counter))
        qFatal("%s is no name for a metric of its kind", name);
    if (QByteArrayView line(help); line.isEmpty() || line.contains('\n') || line.contains('\\'))
        qFatal("%s needs a help of one plain line", name);
}

void requireLabels(const char *name, const Labels &labels)
{
    for (const auto &[label, value] : labels) {
        if (!prometheus::CheckLabelName(label))
            qFatal("%s: %s is no name for a label", name, label.c_str());
    }
}

void collectHistogram(const Histogram &histogram, ClientMetric &metric)
{
    const auto reading = histogram.read();
    metric.histogram.sample_count = reading.count();
    metric.histogram.sample_sum = reading.sum;
    for (const auto &bucket : reading.buckets)
        metric.histogram.bucket.push_back({bucket.count, bucket.upperBound});
}

} // namespace

void Registry::add(const char *name, const char *help, const Counter &counter, Labels labels)
{
    addCounter(
        name, help, [&counter] { return static_cast<double>(counter.count()); }, std::move(labels));
}

void Registry::add(const char *name, const char *help, const DurationCounter &counter, Labels labels)
{
    addCounter(
        name, help, [&counter] { return counter.seconds(); }, std::move(labels));
}

void Registry::add(const char *name, const char *help, const Level &level, Labels labels)
{
    addGauge(
        name, help, [&level] { return static_cast<double>(level.level()); }, std::move(labels));
}

void Registry::add(const char *name, const char *help, const Histogram &histogram, Labels labels)
{
    addSeries(name, help, MetricType::Histogram, std::move(labels),
              [&histogram](ClientMetric &metric) { collectHistogram(histogram, metric); });
}

void Registry::addCounter(const char *name, const char *help, std::function<double()> read, Labels labels)
{
    addSeries(name, help, MetricType::Counter, std::move(labels),
              [read = std::move(read)](ClientMetric &metric) { metric.counter.value = read(); });
}

void Registry::addGauge(const char *name, const char *help, std::function<double()> read, Labels labels)
{
    addSeries(name, help, MetricType::Gauge, std::move(labels),
              [read = std::move(read)](ClientMetric &metric) { metric.gauge.value = read(); });
}

void Registry::addSeries(const char *name, const char *help, MetricType type, Labels labels, Collect collect)
{
    requireDescription(name, help, type);
    requireLabels(name, labels);
    auto &series = family(name, help, type).series;
    if (std::ranges::find(series, labels, &Series::labels) != series.end())
        qFatal("%s is there twice", name);
    series.push_back({std::move(labels), std::move(collect)});
}

Registry::Family &Registry::family(const char *name, const char *help, MetricType type)
{
    const auto found = std::ranges::find(m_families, name, &Family::name);
    if (found == m_families.end())
        return m_families.emplace_back(Family{name, help, type, {}});
    if (found->type != type || found->help != help)
        qFatal("%s is described in two ways", name);
    return *found;
}

prometheus::MetricFamily Registry::collected(const Family &family)
{
    prometheus::MetricFamily made{family.name, family.help, family.type, {}};
    made.metric.reserve(family.series.size());
    for (const auto &series : family.series) {
        auto &metric = made.metric.emplace_back();
        for (const auto &[name, value] : series.labels)
            metric.label.push_back({name, value});
        series.collect(metric);
    }
    return made;
}

QByteArray Registry::text() const
{
    std::vector<prometheus::MetricFamily> families;
    families.reserve(m_families.size());
    for (const auto &family : m_families)
        families.push_back(collected(family));
    return QByteArray::fromStdString(prometheus::TextSerializer().Serialize(families));
}

} // namespace holdfast::metrics
