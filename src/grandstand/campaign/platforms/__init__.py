"""Other companies' fronts over which fans come."""
