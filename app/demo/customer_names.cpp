// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/customer_names.h"

#include <array>

namespace holdfast {

namespace {

// clang-format off
constexpr std::array<const char *, 60> firstNames{
    "mia", "noah", "emma", "liam", "sofia", "elias", "hannah", "luca", "clara", "jonas",
    "amina", "yusuf", "priya", "arjun", "mei", "kenji", "yuki", "chen", "lina", "omar",
    "zoe", "finn", "ida", "oskar", "freya", "lars", "astrid", "nils", "maja", "emil",
    "chloe", "hugo", "lea", "louis", "ines", "mateo", "lucia", "diego", "carmen", "pablo",
    "giulia", "marco", "chiara", "matteo", "ewa", "piotr", "anna", "tomas", "petra", "jan",
    "grace", "oliver", "ruby", "henry", "nora", "samuel", "ada", "victor", "ivy", "leo"};
constexpr std::array<const char *, 60> lastNames{
    "keller", "novak", "silva", "tanaka", "khan", "rossi", "jensen", "dubois", "garcia", "kowalski",
    "schmidt", "weber", "fischer", "wagner", "becker", "hoffmann", "koch", "richter", "wolf", "braun",
    "larsen", "nielsen", "berg", "lindqvist", "holm", "dahl", "moen", "haugen", "virtanen", "korhonen",
    "martin", "bernard", "moreau", "laurent", "girard", "lopez", "torres", "navarro", "romero", "vidal",
    "ricci", "marino", "greco", "conti", "bruno", "patel", "sharma", "mehta", "suzuki", "sato",
    "wang", "zhang", "kim", "park", "osei", "okafor", "mensah", "walker", "hughes", "murphy"};
// clang-format on
static_assert(firstNames.size() * lastNames.size() == customerNamesMax);

} // namespace

QString customerName(int number)
{
    const auto first = static_cast<size_t>(number) % firstNames.size();
    const auto turn = static_cast<size_t>(number) / firstNames.size();
    const auto last = (first + turn) % lastNames.size();
    return QString::fromLatin1(firstNames.at(first)) + QLatin1Char('.')
        + QString::fromLatin1(lastNames.at(last));
}

} // namespace holdfast
