"""The demo house is made when a machine is prepared for it."""

from drittort.core.prepared import PREPARED
from drittort.demo import views
from drittort.demo.loading import prepare_demo

LOADED = (views,)

PREPARED.append(prepare_demo)
