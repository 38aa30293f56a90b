// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/server/http/raw_client.h"
#include "tests/server/http/server_under_test.h"

#include <functional>
#include <optional>
#include <vector>

/// Nothing when the server behaves, else what it did wrong.
using Verdict = std::optional<QString>;

/// One thing that Qt's stock HTTP server does wrong and ours must not. It is run on both.
struct Check
{
    /// The numbered line of the list of faults in server/http/README.md.
    int line;
    const char *name;
    std::function<Verdict(ServerUnderTest::Kind)> run;
};

std::vector<Check> framingChecks();
std::vector<Check> resourceChecks();
std::vector<Check> replyChecks();
std::vector<Check> targetChecks();
std::vector<Check> webSocketChecks();
