// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "metrics/counter.h"
#include "metrics/histogram.h"

#include <QByteArray>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
struct ClientMetric;
struct MetricFamily;
enum class MetricType;
} // namespace prometheus

namespace holdfast::metrics {

/// Label names and values. A series' labels never change, and there are few series: no ids of customers or
/// products.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// What is measured, under names for Prometheus. It refers to what counts, which must outlive its last
/// text().
///
/// Names follow https://prometheus.io/docs/practices/naming: base units, counters end in _total. All series
/// of a name have the same help, which is one plain line. A name or label that Prometheus would not take, a
/// counter without _total and a series that is there already are bugs and end the program.
///
/// Everything is added before the first text(); that may then be called from any thread.
class Registry final
{
public:
    Registry() = default;
    Q_DISABLE_COPY_MOVE(Registry)

    void add(const char *name, const char *help, const Counter &counter, Labels labels = {});
    void add(const char *name, const char *help, const DurationCounter &counter, Labels labels = {});
    void add(const char *name, const char *help, const Level &level, Labels labels = {});
    void add(const char *name, const char *help, const Histogram &histogram, Labels labels = {});
    /// Asked for each text(): cheap, for any thread, and for a counter never less than before.
    void addCounter(const char *name, const char *help, std::function<double()> read, Labels labels = {});
    void addGauge(const char *name, const char *help, std::function<double()> read, Labels labels = {});

    /// Everything as it is now, in the text exposition format.
    QByteArray text() const;
    static constexpr const char *contentType = "text/plain; version=0.0.4; charset=utf-8";

private:
    using Collect = std::function<void(prometheus::ClientMetric &)>;
    struct Series
    {
        Labels labels;
        Collect collect;
    };
    struct Family
    {
        std::string name;
        std::string help;
        prometheus::MetricType type;
        std::vector<Series> series;
    };

    void addSeries(const char *name, const char *help, prometheus::MetricType type, Labels labels,
                   Collect collect);
    Family &family(const char *name, const char *help, prometheus::MetricType type);
    static prometheus::MetricFamily collected(const Family &family);

    std::vector<Family> m_families;
};

} // namespace holdfast::metrics
