// SPDX-License-Identifier: GPL-3.0-only
// With schemas Fastify checks and writes JSON fastest.
const held = { type: "object", properties: { id: { type: "string" }, expires_at: { type: "string", format: "date-time" } } };

export const reservationSchema = {
  body: {
    type: "object", required: ["product_id", "quantity"],
    properties: { product_id: { type: "integer" }, quantity: { type: "integer", minimum: 1 } },
  },
  response: {
    "2xx": {
      type: "object",
      properties: {
        success: { type: "boolean" },
        data: { type: "object", properties: { reservation: held, available_stock: { type: "integer" } } },
      },
    },
  },
};
