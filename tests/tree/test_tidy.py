# SPDX-License-Identifier: GPL-3.0-only
"""The rules' negative controls: a clean little tree passes every rule, and each planted fault is found by its rule."""

import shutil
import tempfile
import unittest
from pathlib import Path

import rules
from cpp_text import functions
from source_tree import SourceTree

SPDX = "SPDX-License-Identifier: GPL-3.0-only"
REPOSITORY = Path(__file__).resolve().parents[2]

CLEAN = {
    "server/stock/CMakeLists.txt": f"# {SPDX}\nholdfast_library(stock SOURCES lane.cpp lane.h LINKS holdfast::database)\n",
    "server/stock/lane.h": f"// {SPDX}\n#pragma once\n",
    "server/stock/lane.cpp": f'// {SPDX}\n#include "stock/lane.h"\n\n#include "database/session.h"\n\n'
                             "namespace holdfast {\n\nint lanes()\n{\n    return 1; // SELECT a FROM b\n}\n\n} // namespace holdfast\n",
    "server/database/CMakeLists.txt": f"# {SPDX}\nholdfast_library(database SOURCES session.h LINKS holdfast::domain)\n",
    "server/database/session.h": f"// {SPDX}\n#pragma once\n",
    "sql/statements/read.sql": f"-- {SPDX}\nSELECT 1 FROM products;\n",
    "app/run": f"#!/bin/sh\n# {SPDX}\n",
    "README.md": "To install: app/run\n",
}


def long_function(lines):
    body = "".join(f"    f({i});\n" for i in range(lines - 3))
    return f"// {SPDX}\nint longest()\n{{\n{body}}}\n"


class PlantedFaults(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="holdfast-tidy-"))
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copy(REPOSITORY / ".clang-format", self.root)
        for path, text in CLEAN.items():
            self.plant(path, text)

    def plant(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def found_by(self, rule):
        return [str(finding) for finding in rule(SourceTree(self.root))]

    def assert_found(self, rule, path, part=""):
        found = self.found_by(rule)
        self.assertTrue(any(f.startswith(path + ":") and part in f for f in found), f"{rule.__name__} found {found}")

    def test_a_clean_tree_passes_every_rule(self):
        for rule in rules.RULES:
            self.assertEqual(self.found_by(rule), [], rule.__name__)

    def test_build_folders_are_not_read(self):
        self.plant("build-x/moc.cpp", "no licence here\n")
        self.plant(".cache/a.py", "none here\n")
        self.assertEqual(self.found_by(rules.files_are_licensed), [])
        self.plant("server/stock/build/moc.cpp", "none, and read\n")
        self.assert_found(rules.files_are_licensed, "server/stock/build/moc.cpp")

    def test_an_include_against_the_graph(self):
        self.plant("server/stock/lane.cpp", f'// {SPDX}\n#include "http/reply.h"\n')
        self.assert_found(rules.includes_follow_the_link_graph, "server/stock/lane.cpp", "stock must not include from http")

    def test_the_console_reaching_for_the_database(self):
        self.plant("ui/page.cpp", f'// {SPDX}\n#include "live/change_feed.h"\n#include "database/session.h"\n')
        self.assertEqual(self.found_by(rules.includes_follow_the_link_graph),
                         ["ui/page.cpp:3: ui must not include from database"])

    def test_the_server_reaching_for_the_application(self):
        self.plant("server/stock/lane.cpp", f'// {SPDX}\n#include "app/settings.h"\n')
        self.assert_found(rules.includes_follow_the_link_graph, "server/stock/lane.cpp", "app")

    def test_a_library_linked_against_the_graph(self):
        self.plant("server/database/CMakeLists.txt", f"# {SPDX}\nholdfast_library(database SOURCES session.h LINKS\n  holdfast::http_edge)\n")
        self.assert_found(rules.libraries_follow_the_link_graph, "server/database/CMakeLists.txt", "http")

    def test_a_function_over_the_limit(self):
        self.plant("server/stock/lane.cpp", long_function(rules.FUNCTION_LINES_MAX + 1))
        self.assert_found(rules.functions_are_short, "server/stock/lane.cpp", "longest has 71 lines")

    def test_a_function_at_the_limit(self):
        self.plant("server/stock/lane.cpp", long_function(rules.FUNCTION_LINES_MAX))
        self.assertEqual(self.found_by(rules.functions_are_short), [])

    def test_a_file_nobody_builds(self):
        self.plant("server/stock/forgotten.cpp", f"// {SPDX}\n")
        self.plant("server/stock/ane.h", f"// {SPDX}\n#pragma once\n")
        self.assert_found(rules.files_are_built, "server/stock/forgotten.cpp")
        self.assert_found(rules.files_are_built, "server/stock/ane.h")

    def test_a_missing_licence(self):
        for path, text in {"server/stock/lane.h": "#pragma once\n", "app/run": "#!/bin/sh\n", "a.py": "", "b.sql": "\n\n\n\n\n-- " + SPDX}.items():
            self.plant(path, text)
            self.assert_found(rules.files_are_licensed, path)

    def test_a_path_of_a_machine(self):
        for place in ("/wor" + "k/main", "/hom" + "e/anna/src", "/roo" + "t/holdfast", "/tm" + "p/hf-dev"):
            self.plant("README.md", f"see {place}/x\n")
            self.assert_found(rules.files_name_no_machine, "README.md")
        self.plant("README.md", "in http://host/wor" + "k/x and server/wor" + "k/\n")
        self.assertEqual(self.found_by(rules.files_name_no_machine), [])

    def test_unfinished_work(self):
        self.plant("server/stock/lane.h", f"// {SPDX}\n#pragma once\n// TO" + "DO: later\n")
        self.assert_found(rules.nothing_is_left_over, "server/stock/lane.h")

    def test_sql_in_cpp(self):
        for text in ('q(u"SELECT a FROM b"_s);', 'q("select id "\n  "from products");', 'q(R"(DELETE FROM x)");', 'q("LISTEN stock");',
                     'q("UPDATE products SET sold = 1");'):
            self.plant("server/stock/lane.cpp", f"// {SPDX}\n{text}\n")
            self.assert_found(rules.sql_stands_in_sql_files, "server/stock/lane.cpp")

    def test_words_that_only_look_like_sql(self):
        self.plant("server/stock/lane.cpp", f'// {SPDX}\nq("Select rows"); q("away from here"); q("update the set");\n')
        self.assertEqual(self.found_by(rules.sql_stands_in_sql_files), [])

    def test_a_header_without_guard(self):
        self.plant("server/stock/lane.h", f"// {SPDX}\n")
        self.assert_found(rules.headers_are_guarded, "server/stock/lane.h")

    def test_a_header_that_opens_a_namespace(self):
        self.plant("server/stock/lane.h", f"// {SPDX}\n#pragma once\nusing namespace std;\n")
        self.assert_found(rules.namespaces_stay_out_of_headers, "server/stock/lane.h")

    @unittest.skipUnless(shutil.which("clang-format"), "clang-format is not installed")
    def test_a_file_that_is_not_formatted(self):
        self.plant("server/stock/lane.cpp", f"// {SPDX}\nint  lanes( ) {{return 1;}}\n")
        self.assert_found(rules.files_are_formatted, "server/stock/lane.cpp")


class FunctionsOfAText(unittest.TestCase):
    def names(self, text):
        return [(f.name, f.length) for f in functions(text)]

    def test_methods_in_classes_and_namespaces(self):
        self.assertEqual(self.names("namespace a {\nclass B\n{\n    int c() const { return 1; }\n};\nB::B()\n    : m(1)\n{\n}\n}\n"),
                         [("c", 1), ("B::B", 4)])

    def test_lambdas_count_to_their_function(self):
        self.assertEqual(self.names("void f()\n{\n    g([] {\n        h();\n    });\n}\n"), [("f", 6)])

    def test_braces_in_literals_and_comments(self):
        self.assertEqual(self.names('void f()\n{\n    g("{{{", \'{\'); // {\n    /* { */ h(R"({)");\n}\nvoid k()\n{\n}\n'),
                         [("f", 5), ("k", 3)])

    def test_digit_separators_are_no_characters(self):
        self.assertEqual(self.names("void f()\n{\n    g(1'000); h(2'000);\n}\n"), [("f", 4)])

    def test_tables_are_no_functions(self):
        self.assertEqual(self.names("const int table[] = {\n    f(1),\n};\n"), [])


if __name__ == "__main__":
    unittest.main()
