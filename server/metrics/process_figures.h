// SPDX-License-Identifier: GPL-3.0-only
#pragma once

namespace holdfast::metrics {

class Registry;

/// Adds what Prometheus' own clients tell of their process, under the same names (process_cpu_seconds_total
/// …), from /proc.
void addProcessFigures(Registry &registry);

} // namespace holdfast::metrics
