#include "engine/ranking/components.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace quorate::engine {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

// The component of each candidate in the graph of the links that `link` names.
template <typename Link>
std::vector<std::size_t> ComponentsOf(std::size_t size, const Link& link) {
  Graph graph(size);
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (a != b && link(a, b)) boost::add_edge(a, b, graph);
    }
  }
  std::vector<std::size_t> component(size, 0);
  boost::strong_components(
      graph,
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  return component;
}

}  // namespace

std::vector<std::vector<std::size_t>> TiersOf(const Pairwise& pairwise) {
  const std::size_t size = pairwise.size();
  const auto component =
      ComponentsOf(size, [&](std::size_t a, std::size_t b) { return !pairwise.Beats(b, a); });
  std::vector<std::vector<std::size_t>> tiers(
      1 + *std::max_element(component.begin(), component.end()));
  for (std::size_t c = 0; c < size; ++c)
    tiers[component[c]].push_back(c);
  // Between two tiers all duels go one way, so any two members tell which stands above.
  std::sort(tiers.begin(), tiers.end(), [&](const auto& a, const auto& b) {
    return &a != &b && pairwise.Beats(a.front(), b.front());
  });
  return tiers;
}

std::vector<std::vector<std::size_t>> CirclesOf(const Pairwise& pairwise) {
  const std::size_t size = pairwise.size();
  const auto component =
      ComponentsOf(size, [&](std::size_t a, std::size_t b) { return pairwise.Beats(a, b); });
  std::vector<std::vector<std::size_t>> members(
      1 + *std::max_element(component.begin(), component.end()));
  std::vector<std::size_t> beaten(members.size(), 0);  // Victories over it from circles not placed.
  for (std::size_t b = 0; b < size; ++b) {
    members[component[b]].push_back(b);
    for (std::size_t a = 0; a < size; ++a) {
      if (component[a] != component[b] && pairwise.Beats(a, b)) ++beaten[component[b]];
    }
  }
  std::set<std::size_t> next;  // First members of the circles that may come now.
  for (std::size_t circle = 0; circle < members.size(); ++circle) {
    if (beaten[circle] == 0) next.insert(members[circle].front());
  }
  std::vector<std::vector<std::size_t>> circles;
  while (!next.empty()) {
    circles.push_back(members[component[next.extract(next.begin()).value()]]);
    for (const std::size_t a : circles.back()) {
      for (std::size_t b = 0; b < size; ++b) {
        if (component[a] == component[b] || !pairwise.Beats(a, b)) continue;
        if (--beaten[component[b]] == 0) next.insert(members[component[b]].front());
      }
    }
  }
  return circles;
}

std::vector<std::size_t> SchwartzSetOf(const Pairwise& pairwise) {
  const std::size_t size = pairwise.size();
  const auto component =
      ComponentsOf(size, [&](std::size_t a, std::size_t b) { return pairwise.Beats(a, b); });
  std::vector<bool> beaten(size, false);
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (component[a] != component[b] && pairwise.Beats(a, b)) beaten[component[b]] = true;
    }
  }
  std::vector<std::size_t> members;
  for (std::size_t c = 0; c < size; ++c) {
    if (!beaten[component[c]]) members.push_back(c);
  }
  return members;
}

}  // namespace quorate::engine
