"""The probability that two people tie anyway, from a community's own past."""

from drittort.engine.ties.history import Attribute, History, attribute_of, attributes_of, history_of, layer_of
from drittort.engine.ties.model import TieEstimate, TieModel, estimate_ties

__all__ = ["Attribute", "History", "TieEstimate", "TieModel", "attribute_of", "attributes_of", "estimate_ties", "history_of", "layer_of"]
