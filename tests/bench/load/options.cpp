// SPDX-License-Identifier: GPL-3.0-only
#include "options.h"

#include <charconv>
#include <functional>
#include <map>
#include <string_view>

namespace holdfast::bench {

namespace {

template <typename Number>
bool read(std::string_view text, Number &number)
{
    const auto end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stopped == end;
}

template <typename Number>
bool readList(std::string_view text, std::vector<Number> &list)
{
    list.clear();
    while (true) {
        const auto comma = text.find(',');
        if (!read(text.substr(0, comma), list.emplace_back()))
            return false;
        if (comma == std::string_view::npos)
            return true;
        text.remove_prefix(comma + 1);
    }
}

bool readSeconds(std::string_view text, std::chrono::duration<double> &seconds)
{
    double number = 0;
    const bool isRead = read(text, number);
    seconds = std::chrono::duration<double>(number);
    return isRead && number >= 0;
}

using Reader = std::function<bool(std::string_view)>;

std::map<std::string_view, Reader> readersInto(Options &to)
{
    return {
        {"--request", [&](auto text) { return !(to.requestFile = text).empty(); }},
        {"--ports", [&](auto text) { return readList(text, to.ports); }},
        {"--products", [&](auto text) { return readList(text, to.products); }},
        {"--connections", [&](auto text) { return read(text, to.connections) && to.connections > 0; }},
        {"--seconds", [&](auto text) { return readSeconds(text, to.seconds); }},
        {"--warm-up", [&](auto text) { return readSeconds(text, to.warmUp); }},
        {"--count", [&](auto text) { return read(text, to.countMax); }},
        {"--first-buyer", [&](auto text) { return read(text, to.firstBuyer); }},
        {"--buyers", [&](auto text) { return read(text, to.buyersPerRound) && to.buyersPerRound > 0; }},
        {"--spread", [&](auto text) { return (to.spreadsProducts = text == "yes") || text == "no"; }},
        {"--repeats", [&](auto text) { return read(text, to.repeatShare) && to.repeatShare < 1; }},
        {"--key-seed", [&](auto text) { return read(text, to.keySeed); }},
    };
}

} // namespace

std::expected<Options, std::string> readOptions(int argc, char **argv)
{
    Options options;
    const auto readers = readersInto(options);
    for (int index = 1; index < argc; index += 2) {
        const auto reader = readers.find(argv[index]);
        if (reader == readers.end() || index + 1 == argc || !reader->second(argv[index + 1]))
            return std::unexpected(std::string("not understood: ") + argv[index]);
    }
    if (options.requestFile.empty() || options.ports.empty())
        return std::unexpected("--request and --ports are required");
    return options;
}

} // namespace holdfast::bench
