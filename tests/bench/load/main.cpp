// SPDX-License-Identifier: GPL-3.0-only
// Closed-loop HTTP load on this machine, reported as one line of JSON.
#include "load.h"

#include <fstream>
#include <iostream>
#include <sstream>

using namespace holdfast::bench;

namespace {

constexpr auto usage = R"(usage: load --request FILE --ports PORT[,PORT] [OPTION VALUE]...
  --request FILE     one HTTP request; {buyer}, {key}, {product} and {product:10} are filled in
  --ports LIST       on 127.0.0.1; connections take turns
  --connections N    64; each asks, waits for the answer and asks again
  --seconds S        5
  --warm-up S        0: asked and answered before, but not timed
  --count N          ends early, when so many have asked
  --products LIST    1: what is asked for, the next when every buyer has asked
  --buyers N         100000: how many different ones there are
  --first-buyer N    0
  --spread yes       buyers go to all products at random
  --repeats SHARE    0: of those who ask, who has asked before
  --key-seed N       0: keys are never the same under another seed
)";

std::string contentOf(const std::string &path)
{
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

} // namespace

int main(int argc, char **argv)
{
    const auto options = readOptions(argc, argv);
    if (!options) {
        std::cerr << "load: " << options.error() << '\n' << usage;
        return 2;
    }
    Load load(*options, contentOf(options->requestFile));
    if (const auto fault = load.run()) {
        std::cerr << "load: " << *fault << '\n';
        return 1;
    }
    load.writeReport(std::cout);
    return 0;
}
