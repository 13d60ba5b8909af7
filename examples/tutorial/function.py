"""Looks a customer up for an Architect flow: who is calling, and how well do we know them?

Input   {"customerId": "C-1001"}
Output  {"customerId": "C-1001", "name": "Harbour Books", "tier": "gold", "openOrders": 2, "priority": 3}
"""

CUSTOMERS = {
    "C-0042": {"name": "Edsger Wybe", "tier": "silver", "openOrders": 0},
    "C-1001": {"name": "Harbour Books", "tier": "gold", "openOrders": 2},
    "C-1002": {"name": "Grace Murray", "tier": "silver", "openOrders": 0},
    "C-1003": {"name": "Alan Mathison", "tier": "bronze", "openOrders": 1},
}
PRIORITY = {"gold": 3, "silver": 2, "bronze": 1}


class CustomerNotFound(Exception):
    pass


def handler(event, context):
    customer_id = event.get("customerId")
    if not isinstance(customer_id, str) or not customer_id:
        raise ValueError("customerId is missing or not a string")
    customer_id = customer_id.strip().upper()
    if customer_id.isdigit():  # typed on a telephone
        customer_id = f"C-{customer_id:0>4}"
    customer = CUSTOMERS.get(customer_id)
    if customer is None:
        raise CustomerNotFound(f"no customer {customer_id}")
    print(f"{context.aws_request_id}: {customer_id} is {customer['tier']}")
    return {"customerId": customer_id, **customer, "priority": PRIORITY[customer["tier"]]}
