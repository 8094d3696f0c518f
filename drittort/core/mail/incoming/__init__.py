"""Mail that people write back: received, read, proven, and given to the module whose address it went to. Core knows no noun."""
