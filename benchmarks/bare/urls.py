"""One page."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from benchmarks.bare.models import Row


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """25 rows of 2,000."""
    page = Paginator(Row.objects.all(), 25).get_page(request.GET.get("page"))
    return render(request, "rows.html", {"page": page})


urlpatterns = [path("", rows)]
