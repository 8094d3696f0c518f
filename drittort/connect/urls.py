"""Addresses of connect."""

from django.urls import path

from drittort.connect.between import views as between
from drittort.connect.by_mail import views as by_mail
from drittort.connect.circles.urls import urlpatterns as circles
from drittort.connect.deals.urls import urlpatterns as deals
from drittort.connect.introductions import views as introductions
from drittort.connect.lending.urls import urlpatterns as lending
from drittort.connect.market.urls import urlpatterns as market
from drittort.connect.mentoring.urls import urlpatterns as mentoring
from drittort.connect.needs import views as needs
from drittort.connect.office_hours.urls import urlpatterns as office_hours
from drittort.connect.outcomes.urls import urlpatterns as outcomes
from drittort.connect.questions.urls import urlpatterns as questions
from drittort.connect.rounds import views as rounds

app_name = "connect"
urlpatterns = [
    *questions,
    path("answer/ask/<str:token>/", by_mail.ask, name="ask_by_mail"),
    path("answer/<str:token>/", introductions.answer, name="answer"),
    path("answer/table/<str:token>/", rounds.answer, name="answer_table"),
    path("answer/need/<str:token>/", needs.by_mail, name="need_by_mail"),
    path("<slug:space>/introductions/", introductions.introductions, name="introductions"),
    path("<slug:space>/introductions/yours/", introductions.warm_introductions, name="warm_introductions"),
    path("<slug:space>/introductions/of/<int:pk>/", introductions.introduce, name="introduce"),
    path("<slug:space>/introductions/pause/", introductions.pause, name="pause_introductions"),
    path("<slug:space>/introductions/pause/end/", introductions.end_pause, name="end_pause"),
    path("<slug:space>/introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("<slug:space>/introductions/<int:pk>/answer/", introductions.answer_signed_in, name="answer_signed_in"),
    path("<slug:space>/introductions/<int:pk>/outcome/", introductions.outcome, name="outcome"),
    path("<slug:space>/introductions/<int:pk>/thanks/", introductions.thank, name="thank_introducer"),
    path("<slug:space>/introductions/drafts/<int:pk>/send/", introductions.send_draft, name="send_draft"),
    path("<slug:space>/introductions/drafts/<int:pk>/swap/", introductions.swap_draft, name="swap_draft"),
    path("<slug:space>/introductions/drafts/<int:pk>/exclude/", introductions.exclude_draft, name="exclude_draft"),
    path("<slug:space>/introductions/drafts/<int:pk>/include/", introductions.include_draft, name="include_draft"),
    path("<slug:space>/introductions/for/<int:pk>/", introductions.bring_forward, name="bring_forward"),
    path("<slug:space>/between/", between.between, name="between"),
    path("<slug:space>/between/<int:own>/<int:firm>/wish/", between.wish, name="wish_for_company"),
    path("<slug:space>/between/<int:own>/<int:firm>/acquainted/", between.acquainted, name="acquainted"),
    path("<slug:space>/between/<int:own>/<int:firm>/introduce/", between.introduce_companies, name="introduce_companies"),
    path("<slug:space>/between/wishes/<int:pk>/end/", between.end_wish, name="end_company_wish"),
    path("<slug:space>/needs/", needs.needs, name="needs"),
    path("<slug:space>/needs/new/", needs.new_need, name="new_need"),
    path("<slug:space>/needs/alike/", needs.alike, name="alike_needs"),
    path("<slug:space>/needs/<int:pk>/", needs.need, name="need"),
    path("<slug:space>/needs/<int:pk>/edit/", needs.edit, name="edit_need"),
    path("<slug:space>/needs/<int:pk>/answer/", needs.answer, name="answer_need"),
    path("<slug:space>/needs/<int:pk>/answer/withdraw/", needs.withdraw, name="withdraw_answer"),
    path("<slug:space>/needs/<int:pk>/decline/", needs.decline, name="decline_request"),
    path("<slug:space>/needs/<int:pk>/know/", needs.know, name="know_somebody"),
    path("<slug:space>/needs/<int:pk>/ask/", needs.ask_more, name="ask_more"),
    path("<slug:space>/needs/<int:pk>/renew/", needs.renew, name="renew_need"),
    path("<slug:space>/needs/<int:pk>/close/", needs.close, name="close_need"),
    path("<slug:space>/needs/<int:pk>/reopen/", needs.reopen, name="reopen_need"),
    path("<slug:space>/rounds/", rounds.rounds, name="rounds"),
    path("<slug:space>/rounds/<int:pk>/choice/", rounds.choose, name="choose_series"),
    path("<slug:space>/rounds/not-with/<int:pk>/", rounds.not_with, name="not_with"),
    path("<slug:space>/rounds/not-with/<int:pk>/end/", rounds.allow_again, name="allow_again"),
    path("<slug:space>/rounds/tables/<int:pk>/", rounds.table, name="table"),
    path("<slug:space>/rounds/tables/<int:pk>/answer/", rounds.answer_signed_in, name="answer_table_signed_in"),
    path("<slug:space>/rounds/tables/<int:pk>/outcome/", rounds.outcome, name="table_outcome"),
    path("<slug:space>/rounds/series/", rounds.series, name="series"),
    path("<slug:space>/rounds/series/<int:pk>/", rounds.one_series, name="one_series"),
    path("<slug:space>/rounds/series/<int:pk>/change/", rounds.change_series, name="change_series"),
    path("<slug:space>/rounds/series/<int:pk>/draw/", rounds.draw, name="draw_round"),
    path("<slug:space>/rounds/series/<int:pk>/close/", rounds.close_series, name="close_series"),
    path("<slug:space>/rounds/drafts/<int:pk>/hold/", rounds.hold, name="hold_round"),
    path("<slug:space>/rounds/drafts/<int:pk>/send/", rounds.send, name="send_round"),
    path("<slug:space>/rounds/drafts/<int:pk>/swap/", rounds.swap, name="swap_people"),
    path("<slug:space>/rounds/drafts/<int:pk>/leave-out/", rounds.leave_out, name="leave_out"),
    path("<slug:space>/rounds/groups/<int:pk>/lock/", rounds.lock, name="lock_group"),
    *circles,
    *market,
    *lending,
    *deals,
    *office_hours,
    *mentoring,
    *outcomes,
    path("<slug:space>/needs/<int:pk>/outcome/", needs.outcome, name="need_outcome"),
]
