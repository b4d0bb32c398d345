#!/usr/bin/env python3
"""The orders platform: what all of it stands on, and the service itself."""

from cdktf import App

from stacks.common import SUFFIX
from stacks.foundation import FoundationStack
from stacks.orders import OrdersStack

app = App()
foundation = FoundationStack(app, f"foundation-{SUFFIX}")
OrdersStack(app, f"orders-{SUFFIX}", foundation)
app.synth()
