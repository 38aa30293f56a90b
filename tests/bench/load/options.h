// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace holdfast::bench {

/// What the command line asks for; main.cpp explains each.
struct Options
{
    std::string requestFile;
    std::vector<uint16_t> ports;
    std::vector<uint64_t> products{1};
    int connections = 64;
    std::chrono::duration<double> seconds{5};
    std::chrono::duration<double> warmUp{0};
    uint64_t countMax = UINT64_MAX;
    uint64_t firstBuyer = 0;
    uint64_t buyersPerRound = 100'000;
    bool spreadsProducts = false;
    double repeatShare = 0;
    uint64_t keySeed = 0;
};

/// The options, or what is wrong with them.
std::expected<Options, std::string> readOptions(int argc, char **argv);

} // namespace holdfast::bench
