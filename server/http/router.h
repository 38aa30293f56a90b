// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/path_segments.h"
#include "http/route.h"

#include <deque>
#include <expected>
#include <memory>
#include <vector>

namespace holdfast::http {

/// The place of a parameter in a path, counted without the base path.
struct PathParameter
{
    QByteArrayView name;
    qsizetype index = 0;
};

/// A route with its pattern taken apart.
struct CompiledRoute
{
    Route route;
    std::vector<PathParameter> parameters;
    /// Its place among the routes, in the order in which they were added.
    int index = 0;
};

/// Finds the route of a request in time that depends on the path's length alone. Filled at start-up, then
/// read by any thread.
class Router final
{
public:
    struct Match
    {
        const CompiledRoute *route;
        /// Segments of the base path before the pattern's.
        qsizetype baseLength;
    };
    /// The methods a path takes, by Method; all false when no route has the path.
    using Methods = std::array<bool, methodCount>;

    Router();
    ~Router();
    Router(Router &&) noexcept;
    Router &operator=(Router &&) noexcept;

    /// Two routes of the same method and pattern shape are a bug and end the program.
    void add(Route route);
    void add(std::vector<Route> routes);
    const std::deque<CompiledRoute> &routes() const { return m_routes; }

    /// HEAD finds the route of GET.
    std::expected<Match, Methods> find(Method method, const PathSegments &path) const;

private:
    struct Node;

    static qsizetype baseLength(const PathSegments &path);
    Node &nodeFor(CompiledRoute &route);

    std::deque<CompiledRoute> m_routes; // addresses stay
    std::unique_ptr<Node> m_api;
    std::unique_ptr<Node> m_root;
};

/// "GET, HEAD, OPTIONS": for the Allow header.
QByteArray allowText(const Router::Methods &methods);

} // namespace holdfast::http
