"""Addresses of one's own account, outside any house."""

from django.urls import path

from drittort.members.security import views

urlpatterns = [
    path("sign-in/passkey/", views.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options/", views.passkey_options, name="passkey_options"),
    path("sign-in/second-step/", views.second_step, name="second_step"),
    path("account/", views.security, name="security"),
    path("account/log/", views.key_events, name="key_events"),
    path("account/confirm/", views.confirm, name="confirm"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    path("account/password/", views.password, name="password"),
    path("account/password/remove/", views.remove_password, name="remove_password"),
    path("account/passkeys/add/", views.add_passkey, name="add_passkey"),
    path("account/passkeys/options/", views.new_passkey_options, name="new_passkey_options"),
    path("account/passkeys/<int:pk>/remove/", views.remove_passkey, name="remove_passkey"),
    path("account/code-app/", views.code_app, name="code_app"),
    path("account/code-app/remove/", views.remove_code_app, name="remove_code_app"),
    path("account/recovery-codes/", views.recovery_codes, name="recovery_codes"),
    path("account/recovery-codes/file/", views.recovery_file, name="recovery_file"),
    path("account/recovery-codes/kept/", views.recovery_kept, name="recovery_kept"),
    path("account/browsers/<int:pk>/end/", views.end_sign_in, name="end_sign_in"),
    path("account/browsers/end-others/", views.end_others, name="end_others"),
    path("account/email/", views.email, name="email"),
    path("account/email/<str:token>/", views.confirm_email, name="confirm_email"),
]
