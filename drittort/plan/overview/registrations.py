"""What stands on the first page of the plan as due."""

from drittort.plan.overview import dates
from drittort.plan.overview.due import due
from drittort.plan.review import queries as reviews

due(dates.programs)
due(reviews.waiting)
