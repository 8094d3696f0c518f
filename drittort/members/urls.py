"""Addresses of members."""

from django.urls import path

from drittort.members.by_mail import views as by_mail
from drittort.members.companies import views as companies
from drittort.members.consents import views as consents
from drittort.members.duty import views as duty
from drittort.members.here_today import views as here_today
from drittort.members.house_copy import views as house_copy
from drittort.members.mail_refusals import views as mail_refusals
from drittort.members.me import views as me
from drittort.members.my_data import views as my_data
from drittort.members.notices import views as notices
from drittort.members.people import views as people
from drittort.members.photos import views as photos
from drittort.members.profiles import views as profiles
from drittort.members.reach import views as reach
from drittort.members.roles import views as roles
from drittort.members.safety import views as safety
from drittort.members.security.urls import urlpatterns as security
from drittort.members.showcase import views as showcase
from drittort.members.sign_in.urls import urlpatterns as sign_in
from drittort.members.skills import views as skills
from drittort.members.translations import views as translations

app_name = "members"
urlpatterns = [
    *security,
    *sign_in,
    path("answer/no-more/<str:token>/", mail_refusals.unsubscribe, name="unsubscribe"),
    path("<slug:space>/people/", people.people, name="people"),
    path("<slug:space>/people/companies/", people.companies, name="companies"),
    path("<slug:space>/people/wall/", people.wall, name="faces_wall"),
    path("<slug:space>/people/names/", people.learn, name="learn_names"),
    path("<slug:space>/people/names/quiz/", people.quiz, name="names_quiz"),
    path("<slug:space>/here-today/", here_today.here_today, name="here_today"),
    path("<slug:space>/people/<int:pk>/", people.person, name="person"),
    path("<slug:space>/notices/push/", notices.switch_on, name="switch_push_on"),
    path("<slug:space>/notices/push/<int:pk>/try/", notices.try_push, name="try_push"),
    path("<slug:space>/notices/push/<int:pk>/off/", notices.switch_off, name="switch_push_off"),
    path("<slug:space>/people/<int:pk>/roles/", roles.person_roles, name="person_roles"),
    path("<slug:space>/people/<int:pk>/trust/", roles.trust, name="trust"),
    path("<slug:space>/roles/", roles.roles, name="roles"),
    path("<slug:space>/roles/new/", roles.new_role, name="new_role"),
    path("<slug:space>/roles/<int:pk>/", roles.role, name="role"),
    path("<slug:space>/roles/<int:pk>/remove/", roles.drop_role, name="drop_role"),
    path("<slug:space>/roles/grants/<int:pk>/end/", roles.end_grant, name="end_grant"),
    path("<slug:space>/me/apart/", safety.apart, name="apart"),
    path("<slug:space>/people/<int:pk>/apart/", safety.keep_apart, name="keep_apart"),
    path("<slug:space>/people/<int:pk>/apart/back/", safety.meet_again, name="meet_again"),
    path("report/", safety.report_anywhere, name="report_anywhere"),
    path("<slug:space>/report-content/", safety.report_outside, name="report_outside"),
    path("<slug:space>/report-content/sent/", safety.reported_outside, name="reported_outside"),
    path("<slug:space>/reports/new/", safety.report, name="report"),
    path("<slug:space>/reports/<str:report>/", safety.report_sent, name="report_sent"),
    path("<slug:space>/cases/", safety.cases, name="cases"),
    path("<slug:space>/cases/<str:case>/", safety.case, name="case"),
    path("<slug:space>/cases/<str:case>/assign/", safety.assign_case, name="assign_case"),
    path("<slug:space>/cases/<str:case>/close/", safety.close_case, name="close_case"),
    path("<slug:space>/cases/<str:case>/reopen/", safety.reopen_case, name="reopen_case"),
    path("<slug:space>/cases/<str:case>/measure/", safety.impose, name="impose"),
    path("<slug:space>/me/measures/", safety.measures, name="measures"),
    path("<slug:space>/measures/<int:pk>/", safety.measure, name="measure"),
    path("<slug:space>/measures/<int:pk>/lift/", safety.lift, name="lift_measure"),
    path("<slug:space>/duty/", duty.duty, name="duty"),
    path("<slug:space>/duty/begin/", duty.begin, name="begin_duty"),
    path("<slug:space>/duty/end/", duty.end, name="end_duty"),
    path("<slug:space>/notices/", notices.inbox, name="notices"),
    path("<slug:space>/notices/read/", notices.see_all, name="see_all_notices"),
    path("<slug:space>/notices/wishes/", notices.wishes, name="notice_wishes"),
    path("<slug:space>/notices/<int:pk>/", notices.open_notice, name="open_notice"),
    path("<slug:space>/notices/<int:pk>/mute/", notices.mute, name="mute_notice"),
    path("<slug:space>/me/", me.me, name="me"),
    path("<slug:space>/me/by-mail/", by_mail.by_mail, name="by_mail"),
    path("<slug:space>/me/address/", reach.address, name="address"),
    path("<slug:space>/me/address/again/", reach.again, name="try_address_again"),
    path("<slug:space>/people/<int:pk>/public/", profiles.public, name="public_profile"),
    path("<slug:space>/people/<int:person>/edit/", profiles.edit, name="edit_person"),
    path("<slug:space>/people/<int:person>/edit/<slug:section>/", profiles.save, name="save_person"),
    path("<slug:space>/me/profile/", profiles.edit, name="edit_profile"),
    path("<slug:space>/me/profile/<slug:section>/", profiles.save, name="save_profile"),
    path("<slug:space>/companies/", companies.found, name="found_company"),
    path("<slug:space>/companies/<int:pk>/", companies.company, name="company"),
    path("<slug:space>/companies/<int:company>/edit/", profiles.edit, name="edit_company"),
    path("<slug:space>/companies/<int:company>/edit/<slug:section>/", profiles.save, name="save_company"),
    path("<slug:space>/companies/<int:pk>/join/", companies.join, name="join_company"),
    path("<slug:space>/companies/<int:pk>/leave/", companies.leave, name="leave_company"),
    path("<slug:space>/companies/<int:pk>/admin/", companies.admin, name="name_admin"),
    path("<slug:space>/companies/<int:pk>/works/", showcase.works, name="works"),
    path("<slug:space>/companies/<int:pk>/works/<int:item>/down/", showcase.take_down, name="take_down"),
    path("<slug:space>/me/works/", showcase.works, name="my_works"),
    path("<slug:space>/me/works/<int:item>/down/", showcase.take_down, name="take_down_mine"),
    path("<slug:space>/industries/", companies.industry, name="industries"),
    path("<slug:space>/skills/", skills.skills, name="skills"),
    path("<slug:space>/house/profile/", profiles.fields, name="profile_fields"),
    path("<slug:space>/house/profile/<int:pk>/", profiles.field, name="profile_field"),
    path("<slug:space>/house/profile/<int:pk>/move/", profiles.move, name="move_field"),
    path("<slug:space>/house/profile/<int:pk>/retire/", profiles.retire, name="retire_field"),
    path("<slug:space>/house/profile/<int:pk>/restore/", profiles.restore, name="restore_field"),
    path("<slug:space>/house/values/<int:pk>/retire/", profiles.retire_value, name="retire_value"),
    path("<slug:space>/me/photo/", photos.photo, name="photo"),
    path("<slug:space>/me/photo/public/", photos.open_face, name="open_face"),
    path("<slug:space>/people/<int:pk>/public/face.webp", photos.public_face, name="public_face"),
    path("<slug:space>/me/photo/crop/", photos.crop, name="crop_photo"),
    path("<slug:space>/me/photo/drawn/", photos.drawn, name="drawn_face"),
    path("<slug:space>/settings/copy/", house_copy.house_copy, name="house_copy"),
    path("<slug:space>/settings/copy/ask/", house_copy.ask_house_copy, name="ask_house_copy"),
    path("<slug:space>/settings/copy/<int:pk>/", house_copy.fetch_house_copy, name="fetch_house_copy"),
    path("<slug:space>/me/data/", my_data.my_data, name="my_data"),
    path("<slug:space>/me/data/copies/", my_data.copies, name="data_copies"),
    path("<slug:space>/me/data/copies/ask/", my_data.ask_copy, name="ask_copy"),
    path("<slug:space>/me/data/copies/<int:pk>/", my_data.fetch_copy, name="fetch_copy"),
    path("<slug:space>/me/data/erase/", my_data.erase, name="erase_me"),
    path("<slug:space>/me/data/stay/", my_data.stay, name="stay"),
    path("account/stay/<str:token>/", my_data.stay_by_link, name="stay_by_link"),
    path("<slug:space>/translations/<str:original>/", translations.translation, name="translation"),
    path("<slug:space>/settings/translation/", translations.service, name="translation_service"),
    path("<slug:space>/me/translated/", translations.choose, name="choose_translation"),
    path("<slug:space>/me/consents/", consents.consents, name="consents"),
    path("<slug:space>/me/consents/<str:kind>/give/", consents.give, name="give_consent"),
    path("<slug:space>/me/consents/<str:kind>/revoke/", consents.revoke, name="revoke_consent"),
]
