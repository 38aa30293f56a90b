// SPDX-License-Identifier: GPL-3.0-only
#include "http/router.h"

#include <map>

namespace holdfast::http {

struct Router::Node
{
    struct Search
    {
        const PathSegments &path;
        Method method;
        Methods allowed{};
    };

    const CompiledRoute *find(Search &search, qsizetype index) const;
    const CompiledRoute *answer(Search &search) const;

    std::map<QByteArray, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::array<const CompiledRoute *, methodCount> routes{};
};

const CompiledRoute *Router::Node::find(Search &search, qsizetype index) const
{
    if (index == search.path.size())
        return answer(search);
    // A literal that leads nowhere for this method leaves the word to the parameter: POST /reservations/me is
    // no route, so "me" is then looked at as an id.
    const auto segment = search.path.at(index);
    const auto literal = literals.find(segment);
    if (literal != literals.end()) {
        if (const auto *route = literal->second->find(search, index + 1))
            return route;
    }
    return parameter && !segment.isEmpty() ? parameter->find(search, index + 1) : nullptr;
}

const CompiledRoute *Router::Node::answer(Search &search) const
{
    for (size_t method = 0; method < routes.size(); ++method)
        search.allowed[method] = search.allowed[method] || routes[method];
    return routes.at(static_cast<size_t>(search.method));
}

Router::Router()
    : m_api(std::make_unique<Node>())
    , m_root(std::make_unique<Node>())
{
}

Router::~Router() = default;
Router::Router(Router &&) noexcept = default;
Router &Router::operator=(Router &&) noexcept = default;

void Router::add(Route route)
{
    CompiledRoute &compiled =
        m_routes.emplace_back(CompiledRoute{std::move(route), {}, static_cast<int>(m_routes.size())});
    Node &node = nodeFor(compiled);
    auto &place = node.routes.at(static_cast<size_t>(compiled.route.method));
    if (place)
        qFatal("Two routes answer %s %s", methodName(compiled.route.method).data(), compiled.route.pattern);
    place = &compiled;
}

void Router::add(std::vector<Route> routes)
{
    for (auto &route : routes)
        add(std::move(route));
}

Router::Node &Router::nodeFor(CompiledRoute &compiled)
{
    Node *node = compiled.route.base == Base::Root ? m_root.get() : m_api.get();
    const PathSegments pattern{QByteArrayView(compiled.route.pattern)};
    for (qsizetype index = 0; index < pattern.size(); ++index) {
        const auto segment = pattern.at(index);
        const bool isParameter = segment.startsWith('{');
        if (isParameter)
            compiled.parameters.push_back({segment.sliced(1, segment.size() - 2), index});
        auto &next = isParameter ? node->parameter : node->literals[segment.toByteArray()];
        if (!next)
            next = std::make_unique<Node>();
        node = next.get();
    }
    return *node;
}

qsizetype Router::baseLength(const PathSegments &path)
{
    if (path.size() == 0 || path.at(0) != "api")
        return 0;
    return path.size() > 1 && path.at(1) == "v1" ? 2 : 1;
}

std::expected<Router::Match, Router::Methods> Router::find(Method method, const PathSegments &path) const
{
    Node::Search search{path, method == Method::Head ? Method::Get : method};
    const qsizetype base = baseLength(path);
    if (const auto *route = m_api->find(search, base))
        return Match{route, base};
    if (const auto *route = base == 0 ? m_root->find(search, 0) : nullptr)
        return Match{route, 0};
    return std::unexpected(search.allowed);
}

QByteArray allowText(const Router::Methods &methods)
{
    QByteArray text;
    for (int index = 0; index < methodCount; ++index) {
        const auto method = static_cast<Method>(index);
        const bool isImplied = method == Method::Options
            || (method == Method::Head && methods.at(static_cast<size_t>(Method::Get)));
        if (!methods.at(static_cast<size_t>(index)) && !isImplied)
            continue;
        if (!text.isEmpty())
            text.append(", ");
        text.append(methodName(method));
    }
    return text;
}

} // namespace holdfast::http
