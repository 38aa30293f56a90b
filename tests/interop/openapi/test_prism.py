# SPDX-License-Identifier: GPL-3.0-only
"""The negative control of Prism as a judge: with the document as it is nothing is found, with a fault planted in it the
very same requests are."""

import json
import os
import unittest

from program.case import ConsoleCase
from program.client import Client
from program.prism import Prism, read_document


class PrismAsJudge(ConsoleCase):
    @classmethod
    def setUpClass(cls):
        # Each test starts a Prism of its own, in front of a Console that has none.
        wanted = os.environ.pop("HOLDFAST_PRISM")
        super().setUpClass()
        os.environ["HOLDFAST_PRISM"] = wanted

    def through(self, plant=lambda document: None):
        """A client whose Prism reads a document with a fault."""
        document = read_document()
        plant(document)
        prism = Prism(self.console.port, self.console.folder / self._testMethodName, document, is_open=True)
        self.addCleanup(prism.stop)
        client = Client(self.console.port, prism=prism)
        self.addCleanup(client.close)
        return client

    def assert_found(self, what, ask):
        with self.assertRaisesRegex(AssertionError, what):
            ask()

    def test_finds_nothing_in_the_document_as_it_is(self):
        api = self.through()
        product = self.succeed(api.post("/products", {"name": "x", "total_stock": 1}), 201)["id"]
        self.succeed(api.get(f"/products/{product}"), 200)
        self.succeed(api.post("/reservations", {"productId": str(product)}, user="ada"), 201)
        self.assert_refused(api.post("/reservations", {"product_id": product}, user="bob"), 409, "OUT_OF_STOCK")
        self.assert_refused(api.post("/reservations", {"product_id": 0, "colour": "red"}, user="bob"), 422, "VALIDATION_ERROR")
        self.assert_refused(api.get("/nowhere"), 404, "NOT_FOUND")
        self.succeed(api.get("/readyz"), 200)

    def test_finds_a_field_of_another_type(self):
        def plant(document):
            document["components"]["schemas"]["Product"]["properties"]["name"] = {"type": "integer"}

        product = self.make_product()
        api = self.through(plant)
        self.assert_found("name must be integer", lambda: api.get(f"/products/{product}"))

    def test_finds_a_field_that_is_not_described(self):
        def plant(document):
            schema = document["components"]["schemas"]["Reservation"]
            del schema["properties"]["expires_in_seconds"]
            schema["required"].remove("expires_in_seconds")

        product = self.make_product()
        api = self.through(plant)
        self.assert_found("expires_in_seconds", lambda: api.post("/reservations", {"product_id": product}, user="ada"))

    def test_finds_a_status_that_is_not_described(self):
        def plant(document):
            del document["paths"]["/products/{id}"]["get"]["responses"]["404"]

        api = self.through(plant)
        self.assert_found("404", lambda: api.get("/products/999999"))

    def test_finds_a_code_of_another_answer(self):
        def plant(document):
            text = json.dumps(document["components"]["responses"]).replace('"enum": ["PRODUCT_NOT_FOUND"]', '"enum": ["FORBIDDEN"]')
            document["components"]["responses"] = json.loads(text)

        api = self.through(plant)
        self.assert_found("code", lambda: api.get("/products/999999"))

    def test_finds_a_problem_of_another_shape(self):
        def plant(document):
            document["components"]["schemas"]["Problem"]["required"].append("colour")

        api = self.through(plant)
        self.assert_refused(api.get("/products/999999"), 404, "PRODUCT_NOT_FOUND")
        self.assert_found("colour", lambda: api.get("/products/999999", headers={"Accept": "application/problem+json"}))

    def test_finds_a_route_that_is_not_described(self):
        api = self.through(lambda document: document["paths"].pop("/health"))
        self.assert_found("route not found", lambda: api.get("/health"))

    def test_finds_a_field_of_the_request_that_is_not_described(self):
        api = self.through(lambda document: document["components"]["schemas"]["NewProduct"]["properties"].pop("price"))
        self.assert_found("price", lambda: api.post("/products", {"name": "x", "price": 1, "total_stock": 1}))


if __name__ == "__main__":
    unittest.main()
