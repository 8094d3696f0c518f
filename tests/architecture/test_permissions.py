"""The permission matrix: every address x method x role, made from the addresses themselves.

MATRIX says for each address who may use it and how. An address that is missing here fails the build, and so does one that stands
here and is gone. From MATRIX follow all answers: who is not signed in is asked to sign in, a stranger from another house gets 404 as if
nothing were there, a role with too little power gets 403, and a wrong method 405.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from zlib import crc32

import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from drittort.connect.between.actions import wish_for_company
from drittort.connect.by_mail.needs import token as draft_token
from drittort.connect.circles.models import Circle, CircleMeeting, CirclePresence, CircleSeason, CircleSeat, Commitment
from drittort.connect.circles.tokens import link as circle_link
from drittort.connect.circles.tokens import link_of_call as call_link
from drittort.connect.deals.actions import Business, record_deal
from drittort.connect.deals.tokens import token as deal_token
from drittort.connect.introductions import actions
from drittort.connect.introductions.models import Draft, Round
from drittort.connect.introductions.tokens import token
from drittort.connect.lending.actions import ask_loan
from drittort.connect.lending.tokens import token as loan_token
from drittort.connect.market.actions import Words, show_listing
from drittort.connect.market.tokens import token as listing_token
from drittort.connect.mentoring.models import MentoringApplication, MentoringCandidate, MentoringPair, MentoringSeason, MentoringSide
from drittort.connect.mentoring.tokens import choosing_token
from drittort.connect.mentoring.tokens import token as mentoring_token
from drittort.connect.needs.actions import answer_need, open_need
from drittort.connect.needs.models import HelpRequest
from drittort.connect.needs.tokens import token as need_token
from drittort.connect.office_hours.actions import Words as HourWords
from drittort.connect.office_hours.actions import book_slot, open_office_hour
from drittort.connect.office_hours.times import Times
from drittort.connect.office_hours.tokens import token as booking_token
from drittort.connect.questions.models import QuestionRequest
from drittort.connect.questions.tokens import token as question_token
from drittort.connect.rounds.models import DraftSeat, Gathering, GroupDraft, Seat, Series, Unseated
from drittort.connect.rounds.tokens import token as table_token
from drittort.core.models import Mail, StoredFile
from drittort.home.search.models import SearchGap
from drittort.inform.announcements.actions import Way, announce
from drittort.inform.announcements.actions import Words as AnnouncementWords
from drittort.inform.announcements.tokens import token as announcement_token
from drittort.inform.knowledge.actions import Words as ArticleWords
from drittort.inform.knowledge.actions import change_article, open_article, remove_article, write_article
from drittort.inform.letter.making import gather
from drittort.inform.letter.models import Letter
from drittort.inform.polls.actions import Layout
from drittort.inform.posts.actions import Words as PostWords
from drittort.inform.posts.actions import accept_answer, remove_post, write_post
from drittort.inform.wall.actions import hang_wall
from drittort.inform.wall.tokens import token as wall_token
from drittort.inspire.calendar.actions import make_feed
from drittort.inspire.calendar.tokens import token as feed_token
from drittort.inspire.decisions.actions import Lots, Option, Question, draft_decision, open_decision
from drittort.inspire.decisions.tokens import token as decision_token
from drittort.inspire.event_advice.models import EventAdvice
from drittort.inspire.events.actions import Words as EventWords
from drittort.inspire.events.actions import draft_event, propose_event, publish_event, register
from drittort.inspire.events.models import Event
from drittort.inspire.events.tokens import token as event_token
from drittort.inspire.guests.actions import ask_seat
from drittort.inspire.guests.tokens import token as guest_token
from drittort.inspire.ideas.actions import Words as IdeaWords
from drittort.inspire.ideas.actions import have_idea
from drittort.inspire.stories.tests.world import memory
from drittort.inspire.stories.tokens import token as story_token
from drittort.joining.agreements.actions import propose_change
from drittort.joining.applications.actions import Told, confirm, decide, receive
from drittort.joining.applications.shaping import add_question, add_slot
from drittort.joining.applications.tokens import confirm_token
from drittort.joining.applications.tokens import token as conversation_token
from drittort.joining.applications.tours import openings
from drittort.joining.importing.actions import hand_in
from drittort.joining.invitations.actions import invite, keep_batch
from drittort.joining.invitations.tokens import token as invitation_token
from drittort.joining.lapsing.models import Lapse
from drittort.joining.lapsing.tokens import token as lapse_token
from drittort.joining.leaving.models import Departure
from drittort.members.mail_refusals.actions import SALT
from drittort.members.models import Company, HouseValue, ProfileField, ShowcaseItem, TranslationService
from drittort.members.notices.actions import tell
from drittort.members.roles.actions import grant_role
from drittort.members.safety.actions import impose, report
from drittort.members.security.models import SignIn
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.automations.deciding import Clause, Content
from drittort.plan.automations.tests.making import acted, made_rule
from drittort.plan.forecast.actions import bring_in, keep_line
from drittort.plan.forecast.actions import hand_in as hand_in_actuals
from drittort.plan.goals.actions import set_goal
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.actions import Shape as ProgramShape
from drittort.plan.programs.actions import hang_part, plan_program, start_program
from drittort.plan.review.models import MonthReview, PlanMeasure
from drittort.plan.writing.actions import Words as PlanWords
from drittort.plan.writing.actions import write_part
from drittort.plan.writing.models import PlanPaper
from drittort.pulse.capital.models import CapitalMonth
from drittort.pulse.surveys.tests.world import for_pages
from drittort.pulse.surveys.tests.world import link_of as survey_link
from drittort.spaces.agreements.actions import propose_the_first
from drittort.spaces.opening.actions import make_link
from drittort.spaces.roles import CIRCLE_HOST, COMPANY_ADMIN, FINANCE, HOST, MENTOR, VISITOR
from drittort.spaces.roles.models import Role
from drittort.talk.comments.actions import comment
from drittort.talk.conversations.actions import begin_conversation
from drittort.talk.conversations.models import Message, Participant
from drittort.talk.conversations.tokens import token as talk_token
from drittort.talk.groups.actions import Shape, ask_to_join, found_group, invite_to_group
from tests.cast import Cast, build, signed_in
from tests.cast import person as somebody
from tests.fixtures import kept

OPEN, SIGNED_IN, ACCOUNT, MEMBER, CARING = "open", "signed in", "account", "member", "caring"
# The same power, but only within a staff session; the second of founders only.
STAFF, STAFF_FOUNDER = "staff", "staff founder"
# Founders only, with or without a staff session.
FOUNDING = "founding"


@dataclass(frozen=True)
class Rule:
    """Who may use an address, and with which methods."""

    who: str
    methods: str


MATRIX = {
    "web:portrait": Rule(OPEN, "GET"),
    "web:plate": Rule(OPEN, "GET"),
    "web:mail": Rule(OPEN, "GET"),
    "web:style": Rule(OPEN, "GET"),
    "web:specimen": Rule(OPEN, "GET"),
    "core:face": Rule(MEMBER, "GET"),
    "core:file": Rule(MEMBER, "GET"),
    "home:door": Rule(OPEN, "GET"),
    "home:mailbox": Rule(OPEN, "GET"),
    "home:mail": Rule(OPEN, "GET"),
    "home:mail_html": Rule(OPEN, "GET"),
    "home:service_worker": Rule(OPEN, "GET"),
    "home:offline": Rule(OPEN, "GET"),
    "home:manifest": Rule(MEMBER, "GET"),
    "home:phone_icon": Rule(OPEN, "GET"),
    "home:phone": Rule(MEMBER, "GET"),
    "home:dismiss_phone_hint": Rule(MEMBER, "POST"),
    "home:sign": Rule(STAFF, "GET POST"),
    "home:tickets": Rule(MEMBER, "GET"),
    "home:share": Rule(MEMBER, "GET"),
    "home:take_share": Rule(OPEN, "POST"),
    "web:sign": Rule(OPEN, "GET"),
    "home:today": Rule(MEMBER, "GET"),
    "home:search": Rule(MEMBER, "GET"),
    "home:search_typing": Rule(MEMBER, "GET"),
    "home:recent_searches": Rule(MEMBER, "POST"),
    "home:search_gaps": Rule(CARING, "GET"),
    "home:settle_gap": Rule(CARING, "POST"),
    "home:compose": Rule(MEMBER, "POST"),
    "home:hello": Rule(MEMBER, "POST"),
    "home:care": Rule(CARING, "GET"),
    "home:care_house": Rule(CARING, "GET"),
    "home:first_visit": Rule(MEMBER, "GET"),
    "home:first_visit_step": Rule(MEMBER, "GET POST"),
    "home:first_people": Rule(MEMBER, "GET"),
    "home:first_hello": Rule(MEMBER, "POST"),
    "home:dismiss_first_steps": Rule(MEMBER, "POST"),
    "joining:buddies": Rule(MEMBER, "GET"),
    "joining:end_buddy": Rule(MEMBER, "POST"),
    "members:sign_in": Rule(OPEN, "GET POST"),
    "members:link_sent": Rule(OPEN, "GET"),
    "members:sign_in_as": Rule(OPEN, "POST"),
    "members:language": Rule(OPEN, "POST"),
    "members:use_link": Rule(OPEN, "GET POST"),
    "members:sign_out": Rule(OPEN, "POST"),
    "members:password_sign_in": Rule(OPEN, "GET POST"),
    "members:passkey_sign_in": Rule(OPEN, "POST"),
    "members:passkey_options": Rule(OPEN, "POST"),
    "members:second_step": Rule(OPEN, "GET POST"),
    "members:security": Rule(ACCOUNT, "GET"),
    "members:key_events": Rule(ACCOUNT, "GET"),
    "members:confirm": Rule(ACCOUNT, "GET POST"),
    "members:second_factor": Rule(ACCOUNT, "GET"),
    "members:password": Rule(ACCOUNT, "GET POST"),
    "members:remove_password": Rule(ACCOUNT, "POST"),
    "members:add_passkey": Rule(ACCOUNT, "GET POST"),
    "members:new_passkey_options": Rule(ACCOUNT, "POST"),
    "members:remove_passkey": Rule(ACCOUNT, "POST"),
    "members:code_app": Rule(ACCOUNT, "GET POST"),
    "members:remove_code_app": Rule(ACCOUNT, "POST"),
    "members:recovery_codes": Rule(ACCOUNT, "GET POST"),
    "members:recovery_file": Rule(ACCOUNT, "GET"),
    "members:recovery_kept": Rule(ACCOUNT, "POST"),
    "members:end_sign_in": Rule(ACCOUNT, "POST"),
    "members:end_others": Rule(ACCOUNT, "POST"),
    "members:email": Rule(ACCOUNT, "GET POST"),
    "members:confirm_email": Rule(OPEN, "GET POST"),
    "members:unsubscribe": Rule(OPEN, "GET POST"),
    "members:me": Rule(MEMBER, "GET"),
    "members:translation": Rule(MEMBER, "GET POST"),
    "members:translation_service": Rule(STAFF, "GET POST"),
    "members:choose_translation": Rule(MEMBER, "POST"),
    "members:address": Rule(MEMBER, "GET"),
    "members:by_mail": Rule(MEMBER, "GET"),
    "members:try_address_again": Rule(MEMBER, "POST"),
    "members:switch_push_on": Rule(MEMBER, "POST"),
    "members:switch_push_off": Rule(MEMBER, "POST"),
    "members:try_push": Rule(MEMBER, "POST"),
    "members:notices": Rule(MEMBER, "GET"),
    "members:see_all_notices": Rule(MEMBER, "POST"),
    "members:notice_wishes": Rule(MEMBER, "GET POST"),
    "members:open_notice": Rule(MEMBER, "GET"),
    "members:mute_notice": Rule(MEMBER, "POST"),
    "members:people": Rule(MEMBER, "GET"),
    "members:person": Rule(MEMBER, "GET"),
    "members:public_profile": Rule(OPEN, "GET"),
    "members:edit_person": Rule(CARING, "GET"),
    "members:save_person": Rule(CARING, "POST"),
    "members:edit_profile": Rule(MEMBER, "GET"),
    "members:save_profile": Rule(MEMBER, "POST"),
    "members:found_company": Rule(MEMBER, "GET POST"),
    "members:company": Rule(MEMBER, "GET"),
    "members:edit_company": Rule(CARING, "GET"),
    "members:save_company": Rule(CARING, "POST"),
    "members:join_company": Rule(MEMBER, "POST"),
    "members:leave_company": Rule(MEMBER, "POST"),
    "members:name_admin": Rule(CARING, "POST"),
    "members:works": Rule(CARING, "GET POST"),
    "members:take_down": Rule(CARING, "POST"),
    "members:my_works": Rule(MEMBER, "GET POST"),
    "members:take_down_mine": Rule(MEMBER, "POST"),
    "members:industries": Rule(MEMBER, "GET"),
    "members:skills": Rule(MEMBER, "GET"),
    "members:profile_fields": Rule(CARING, "GET POST"),
    "members:profile_field": Rule(CARING, "GET POST"),
    "members:move_field": Rule(CARING, "POST"),
    "members:retire_field": Rule(CARING, "POST"),
    "members:restore_field": Rule(CARING, "POST"),
    "members:retire_value": Rule(CARING, "POST"),
    "members:photo": Rule(MEMBER, "GET POST"),
    "members:crop_photo": Rule(MEMBER, "POST"),
    "members:open_face": Rule(MEMBER, "POST"),
    "members:public_face": Rule(OPEN, "GET"),
    "members:drawn_face": Rule(MEMBER, "POST"),
    "members:companies": Rule(MEMBER, "GET"),
    "members:faces_wall": Rule(MEMBER, "GET"),
    "members:learn_names": Rule(MEMBER, "GET"),
    "members:names_quiz": Rule(MEMBER, "GET"),
    "members:here_today": Rule(MEMBER, "POST"),
    "members:roles": Rule(MEMBER, "GET"),
    "members:new_role": Rule(STAFF_FOUNDER, "GET POST"),
    "members:role": Rule(STAFF_FOUNDER, "GET POST"),
    "members:drop_role": Rule(STAFF_FOUNDER, "POST"),
    "members:person_roles": Rule(STAFF, "GET POST"),
    "members:end_grant": Rule(STAFF, "POST"),
    "members:trust": Rule(MEMBER, "POST"),
    "members:duty": Rule(CARING, "GET"),
    "members:begin_duty": Rule(CARING, "POST"),
    "members:end_duty": Rule(MEMBER, "POST"),
    "members:house_copy": Rule(STAFF_FOUNDER, "GET"),
    "members:ask_house_copy": Rule(STAFF_FOUNDER, "POST"),
    "members:fetch_house_copy": Rule(STAFF_FOUNDER, "GET"),
    "members:my_data": Rule(MEMBER, "GET"),
    "members:data_copies": Rule(MEMBER, "GET"),
    "members:ask_copy": Rule(MEMBER, "POST"),
    "members:fetch_copy": Rule(MEMBER, "GET"),
    "members:erase_me": Rule(MEMBER, "GET POST"),
    "members:stay": Rule(MEMBER, "POST"),
    "members:stay_by_link": Rule(OPEN, "GET POST"),
    "members:apart": Rule(MEMBER, "GET"),
    "members:keep_apart": Rule(MEMBER, "GET POST"),
    "members:meet_again": Rule(MEMBER, "POST"),
    "members:report": Rule(MEMBER, "GET POST"),
    "members:report_sent": Rule(MEMBER, "GET"),
    "members:measures": Rule(MEMBER, "GET"),
    "members:measure": Rule(MEMBER, "GET POST"),
    "members:report_anywhere": Rule(OPEN, "GET"),
    "members:report_outside": Rule(OPEN, "GET POST"),
    "members:reported_outside": Rule(OPEN, "GET"),
    "members:cases": Rule(STAFF, "GET"),
    "members:case": Rule(STAFF, "GET POST"),
    "members:assign_case": Rule(STAFF, "POST"),
    "members:close_case": Rule(STAFF, "POST"),
    "members:reopen_case": Rule(STAFF, "POST"),
    "members:impose": Rule(STAFF, "GET POST"),
    "members:lift_measure": Rule(STAFF, "POST"),
    "members:consents": Rule(MEMBER, "GET"),
    "members:give_consent": Rule(MEMBER, "POST"),
    "members:revoke_consent": Rule(MEMBER, "POST"),
    "talk:answer": Rule(OPEN, "GET POST"),
    "talk:conversations": Rule(MEMBER, "GET"),
    "talk:begin": Rule(MEMBER, "GET POST"),
    "talk:conversation": Rule(MEMBER, "GET POST"),
    "talk:news": Rule(MEMBER, "GET"),
    "talk:seen": Rule(MEMBER, "POST"),
    "talk:people": Rule(MEMBER, "GET"),
    "talk:about": Rule(MEMBER, "POST"),
    "talk:add": Rule(MEMBER, "GET POST"),
    "talk:mute": Rule(MEMBER, "POST"),
    "talk:leave": Rule(MEMBER, "POST"),
    "talk:come_back": Rule(MEMBER, "POST"),
    "talk:edit": Rule(MEMBER, "GET POST"),
    "talk:delete": Rule(MEMBER, "POST"),
    "talk:restore": Rule(MEMBER, "POST"),
    "talk:comments": Rule(MEMBER, "GET POST"),
    "talk:follow": Rule(MEMBER, "POST"),
    "talk:edit_comment": Rule(MEMBER, "GET POST"),
    "talk:delete_comment": Rule(MEMBER, "POST"),
    "talk:restore_comment": Rule(MEMBER, "POST"),
    "talk:groups": Rule(MEMBER, "GET"),
    "talk:new_group": Rule(MEMBER, "GET POST"),
    "talk:group_people": Rule(MEMBER, "GET"),
    "talk:edit_group": Rule(MEMBER, "GET POST"),
    "talk:join_group": Rule(MEMBER, "POST"),
    "talk:ask_to_join": Rule(MEMBER, "POST"),
    "talk:leave_group": Rule(MEMBER, "POST"),
    "talk:invite_to_group": Rule(MEMBER, "POST"),
    "talk:keep_group": Rule(MEMBER, "POST"),
    "inform:answer_announcement": Rule(OPEN, "GET POST"),
    "inform:announcements": Rule(MEMBER, "GET"),
    "inform:new_announcement": Rule(CARING, "GET POST"),
    "inform:announcement": Rule(MEMBER, "GET"),
    "inform:edit_announcement": Rule(CARING, "GET POST"),
    "inform:end_announcement": Rule(CARING, "POST"),
    "inform:acknowledge_announcement": Rule(MEMBER, "POST"),
    "inform:walls": Rule(CARING, "GET POST"),
    "inform:wall_choice": Rule(MEMBER, "GET POST"),
    "inform:wall_paper": Rule(MEMBER, "GET"),
    "inform:mark_wall": Rule(CARING, "POST"),
    "inform:wall_screen": Rule(OPEN, "GET"),
    "inform:wall_now": Rule(OPEN, "GET"),
    "inform:wall_face": Rule(OPEN, "GET"),
    "inform:news": Rule(MEMBER, "GET"),
    "inform:posts": Rule(MEMBER, "GET"),
    "inform:questions": Rule(MEMBER, "GET"),
    "inform:alike_questions": Rule(MEMBER, "GET"),
    "inform:group": Rule(MEMBER, "GET"),
    "inform:new_post": Rule(MEMBER, "GET POST"),
    "inform:drafts": Rule(MEMBER, "GET"),
    "inform:post": Rule(MEMBER, "GET"),
    "inform:edit_post": Rule(MEMBER, "GET POST"),
    "inform:post_history": Rule(MEMBER, "GET"),
    "inform:react": Rule(MEMBER, "POST"),
    "inform:vote": Rule(MEMBER, "POST"),
    "inform:mark_post": Rule(MEMBER, "POST"),
    "inform:restore_post": Rule(MEMBER, "POST"),
    "inform:move_post": Rule(CARING, "GET POST"),
    "inform:accept_answer": Rule(MEMBER, "POST"),
    "connect:name_somebody": Rule(MEMBER, "GET POST"),
    "connect:let_question_be": Rule(MEMBER, "POST"),
    "connect:question_by_mail": Rule(OPEN, "GET POST"),
    "inform:trades": Rule(MEMBER, "GET"),
    "inform:trade": Rule(MEMBER, "GET"),
    "inform:join_trade": Rule(MEMBER, "POST"),
    "inform:leave_trade": Rule(MEMBER, "POST"),
    "inform:knowledge": Rule(MEMBER, "GET"),
    "inform:new_article": Rule(MEMBER, "GET POST"),
    "inform:my_articles": Rule(MEMBER, "GET"),
    "inform:article_trash": Rule(MEMBER, "GET"),
    "inform:handbook": Rule(CARING, "GET POST"),
    "inform:print_handbook": Rule(MEMBER, "GET"),
    "inform:open_knowledge": Rule(OPEN, "GET"),
    "inform:open_article": Rule(OPEN, "GET"),
    "inform:open_article_file": Rule(OPEN, "GET"),
    "inform:article": Rule(MEMBER, "GET"),
    "inform:edit_article": Rule(MEMBER, "GET POST"),
    "inform:arrange_article": Rule(MEMBER, "GET POST"),
    "inform:article_history": Rule(MEMBER, "GET"),
    "inform:restore_version": Rule(MEMBER, "POST"),
    "inform:print_article": Rule(MEMBER, "GET"),
    "inform:say_of_article": Rule(MEMBER, "POST"),
    "inform:mark_article": Rule(MEMBER, "POST"),
    "inform:restore_article": Rule(MEMBER, "POST"),
    "inform:article_of_question": Rule(MEMBER, "POST"),
    "inform:letters": Rule(MEMBER, "GET"),
    "inform:letter": Rule(MEMBER, "GET"),
    "inform:begin_letter": Rule(CARING, "POST"),
    "inform:letter_wish": Rule(MEMBER, "GET POST"),
    "inform:letter_plan": Rule(CARING, "GET POST"),
    "inform:edit_letter": Rule(CARING, "GET POST"),
    "inform:preview_letter": Rule(CARING, "GET"),
    "inform:preview_mail": Rule(CARING, "GET"),
    "joining:invitation": Rule(OPEN, "GET POST"),
    "joining:ask_invitation_again": Rule(OPEN, "POST"),
    "joining:invitations": Rule(MEMBER, "GET POST"),
    "joining:invite_many": Rule(CARING, "GET POST"),
    "joining:invitation_batch": Rule(CARING, "GET"),
    "joining:confirm_invitation_batch": Rule(CARING, "POST"),
    "joining:send_invitation_again": Rule(MEMBER, "POST"),
    "joining:withdraw_invitation": Rule(MEMBER, "POST"),
    "connect:answer": Rule(OPEN, "GET POST"),
    "connect:ask_by_mail": Rule(OPEN, "GET POST"),
    "connect:introductions": Rule(MEMBER, "GET"),
    "connect:pause_introductions": Rule(MEMBER, "POST"),
    "connect:end_pause": Rule(MEMBER, "POST"),
    "connect:introduction": Rule(MEMBER, "GET"),
    "connect:warm_introductions": Rule(MEMBER, "GET"),
    "connect:introduce": Rule(MEMBER, "GET POST"),
    "connect:thank_introducer": Rule(MEMBER, "POST"),
    "connect:answer_signed_in": Rule(MEMBER, "POST"),
    "connect:outcome": Rule(MEMBER, "POST"),
    "connect:send_draft": Rule(CARING, "POST"),
    "connect:swap_draft": Rule(CARING, "POST"),
    "connect:exclude_draft": Rule(CARING, "POST"),
    "connect:include_draft": Rule(CARING, "POST"),
    "connect:bring_forward": Rule(CARING, "POST"),
    "connect:need_by_mail": Rule(OPEN, "GET POST"),
    "connect:needs": Rule(MEMBER, "GET"),
    "connect:new_need": Rule(MEMBER, "GET POST"),
    "connect:alike_needs": Rule(MEMBER, "GET"),
    "connect:need": Rule(MEMBER, "GET"),
    "connect:edit_need": Rule(MEMBER, "GET POST"),
    "connect:withdraw_answer": Rule(MEMBER, "POST"),
    "connect:decline_request": Rule(MEMBER, "POST"),
    "connect:know_somebody": Rule(MEMBER, "GET POST"),
    "connect:ask_more": Rule(CARING, "POST"),
    "connect:renew_need": Rule(MEMBER, "POST"),
    "connect:need_outcome": Rule(MEMBER, "POST"),
    "connect:between": Rule(MEMBER, "GET"),
    "connect:wish_for_company": Rule(MEMBER, "POST"),
    "connect:acquainted": Rule(MEMBER, "POST"),
    "connect:end_company_wish": Rule(MEMBER, "POST"),
    "connect:introduce_companies": Rule(CARING, "POST"),
    "connect:answer_table": Rule(OPEN, "GET POST"),
    "connect:rounds": Rule(MEMBER, "GET"),
    "connect:choose_series": Rule(MEMBER, "POST"),
    "connect:not_with": Rule(MEMBER, "GET POST"),
    "connect:allow_again": Rule(MEMBER, "POST"),
    "connect:table": Rule(MEMBER, "GET"),
    "connect:answer_table_signed_in": Rule(MEMBER, "POST"),
    "connect:table_outcome": Rule(MEMBER, "POST"),
    "connect:series": Rule(CARING, "GET POST"),
    "connect:one_series": Rule(CARING, "GET"),
    "connect:change_series": Rule(CARING, "GET POST"),
    "connect:draw_round": Rule(CARING, "POST"),
    "connect:close_series": Rule(CARING, "POST"),
    "connect:hold_round": Rule(CARING, "POST"),
    "connect:send_round": Rule(CARING, "POST"),
    "connect:swap_people": Rule(CARING, "POST"),
    "connect:leave_out": Rule(CARING, "POST"),
    "connect:lock_group": Rule(CARING, "POST"),
    "connect:answer_circle": Rule(OPEN, "GET POST"),
    "connect:answer_call": Rule(OPEN, "GET POST"),
    "connect:circles": Rule(MEMBER, "GET"),
    "connect:want_circle": Rule(MEMBER, "POST"),
    "connect:circle": Rule(MEMBER, "GET"),
    "connect:in_circle": Rule(MEMBER, "POST"),
    "connect:circle_seasons": Rule(CARING, "GET POST"),
    "connect:circle_season": Rule(CARING, "GET"),
    "connect:change_circle_season": Rule(CARING, "GET POST"),
    "connect:ask_circle": Rule(CARING, "POST"),
    "connect:draw_circles": Rule(CARING, "POST"),
    "connect:close_circle_season": Rule(CARING, "POST"),
    "connect:move_circle_meeting": Rule(CARING, "GET POST"),
    "connect:answer_need": Rule(MEMBER, "POST"),
    "connect:close_need": Rule(MEMBER, "POST"),
    "connect:reopen_need": Rule(MEMBER, "POST"),
    "connect:answer_listing": Rule(OPEN, "GET POST"),
    "connect:market": Rule(MEMBER, "GET"),
    "connect:my_listings": Rule(MEMBER, "GET"),
    "connect:bookmarks": Rule(MEMBER, "GET"),
    "connect:new_listing": Rule(MEMBER, "GET POST"),
    "connect:listing": Rule(MEMBER, "GET"),
    "connect:edit_listing": Rule(MEMBER, "GET POST"),
    "connect:mark_listing": Rule(MEMBER, "POST"),
    "connect:write_owner": Rule(MEMBER, "POST"),
    "connect:bookmark": Rule(MEMBER, "POST"),
    "connect:refer": Rule(MEMBER, "POST"),
    "connect:outcomes": Rule(MEMBER, "GET"),
    "connect:answer_deal": Rule(OPEN, "GET POST"),
    "connect:deals": Rule(MEMBER, "GET"),
    "connect:new_deal": Rule(MEMBER, "GET POST"),
    "connect:new_deal_with": Rule(MEMBER, "GET POST"),
    "connect:mark_deal": Rule(MEMBER, "POST"),
    "connect:answer_mentoring": Rule(OPEN, "GET POST"),
    "connect:choose_mentor_by_mail": Rule(OPEN, "GET POST"),
    "connect:mentoring": Rule(MEMBER, "GET"),
    "connect:apply_for_mentoring": Rule(MEMBER, "GET POST"),
    "connect:choose_mentor": Rule(MEMBER, "GET POST"),
    "connect:mentoring_pair": Rule(MEMBER, "GET POST"),
    "connect:mentoring_seasons": Rule(CARING, "GET POST"),
    "connect:mentoring_season": Rule(CARING, "GET"),
    "connect:mark_mentoring_season": Rule(CARING, "POST"),
    "connect:mark_mentoring_candidate": Rule(CARING, "POST"),
    "connect:answer_booking": Rule(OPEN, "GET POST"),
    "connect:office_hours": Rule(MEMBER, "GET"),
    "connect:new_office_hour": Rule(MEMBER, "GET POST"),
    "connect:office_hour": Rule(MEMBER, "GET"),
    "connect:edit_office_hour": Rule(MEMBER, "GET POST"),
    "connect:book_slot": Rule(MEMBER, "POST"),
    "connect:add_times": Rule(MEMBER, "POST"),
    "connect:drop_slot": Rule(MEMBER, "POST"),
    "connect:close_office_hour": Rule(MEMBER, "POST"),
    "connect:bookings": Rule(MEMBER, "GET"),
    "connect:booking": Rule(MEMBER, "GET POST"),
    "connect:answer_loan": Rule(OPEN, "GET POST"),
    "connect:loans": Rule(MEMBER, "GET"),
    "connect:ask_loan": Rule(MEMBER, "POST"),
    "connect:loan": Rule(MEMBER, "GET POST"),
    "inspire:answer_event": Rule(OPEN, "GET POST"),
    "inspire:answer_story": Rule(OPEN, "GET POST"),
    "inspire:public_stories": Rule(OPEN, "GET"),
    "inspire:public_story": Rule(OPEN, "GET"),
    "inspire:public_picture": Rule(OPEN, "GET"),
    "inspire:stories": Rule(MEMBER, "GET"),
    "inspire:my_stories": Rule(MEMBER, "GET"),
    "inspire:want_stories": Rule(MEMBER, "POST"),
    "inspire:new_story": Rule(MEMBER, "GET POST"),
    "inspire:stories_waiting": Rule(CARING, "GET"),
    "inspire:pick_quote": Rule(CARING, "POST"),
    "inspire:story": Rule(MEMBER, "GET"),
    "inspire:tell_story": Rule(MEMBER, "GET POST"),
    "inspire:story_text": Rule(MEMBER, "GET POST"),
    "inspire:story_step": Rule(MEMBER, "POST"),
    "inspire:my_pictures": Rule(MEMBER, "GET"),
    "inspire:want_pictures": Rule(MEMBER, "POST"),
    "inspire:add_picture": Rule(MEMBER, "GET POST"),
    "inspire:picture_step": Rule(MEMBER, "POST"),
    "inspire:thanks": Rule(MEMBER, "GET"),
    "inspire:new_thanks": Rule(MEMBER, "GET POST"),
    "inspire:new_thanks_to": Rule(MEMBER, "GET POST"),
    "inspire:thanks_step": Rule(MEMBER, "POST"),
    "inspire:milestones": Rule(MEMBER, "GET"),
    "inspire:my_celebration": Rule(MEMBER, "GET POST"),
    "inspire:congratulate": Rule(MEMBER, "POST"),
    "inspire:history": Rule(MEMBER, "GET"),
    "inspire:year_books": Rule(MEMBER, "GET"),
    "inspire:year_book_progress": Rule(MEMBER, "GET"),
    "inspire:ask_year_book": Rule(CARING, "POST"),
    "inspire:year_book": Rule(MEMBER, "GET"),
    "inspire:new_history_entry": Rule(MEMBER, "GET POST"),
    "inspire:edit_history_entry": Rule(MEMBER, "GET POST"),
    "inspire:history_step": Rule(MEMBER, "POST"),
    "inspire:events": Rule(MEMBER, "GET"),
    "inspire:past_events": Rule(MEMBER, "GET"),
    "inspire:new_event": Rule(MEMBER, "GET POST"),
    "inspire:event": Rule(MEMBER, "GET"),
    "inspire:edit_event": Rule(MEMBER, "GET POST"),
    "inspire:event_step": Rule(MEMBER, "POST"),
    "inspire:register_event": Rule(MEMBER, "POST"),
    "inspire:event_file": Rule(MEMBER, "GET"),
    "inspire:series_file": Rule(MEMBER, "GET"),
    "inspire:admit_to_event": Rule(MEMBER, "POST"),
    "inspire:guest": Rule(OPEN, "GET POST"),
    "inspire:open_events": Rule(OPEN, "GET"),
    "inspire:guest_sent": Rule(OPEN, "GET"),
    "inspire:open_event": Rule(OPEN, "GET POST"),
    "inspire:open_event_file": Rule(OPEN, "GET"),
    "inspire:check_in": Rule(CARING, "GET POST"),
    "inspire:own_code": Rule(MEMBER, "GET"),
    "inspire:afterwards": Rule(MEMBER, "GET"),
    "inspire:look_back": Rule(MEMBER, "POST"),
    "inspire:people_to_meet": Rule(MEMBER, "GET"),
    "inspire:hosting": Rule(CARING, "GET POST"),
    "inspire:event_parts": Rule(MEMBER, "GET POST"),
    "inspire:rituals": Rule(MEMBER, "GET"),
    "inspire:event_advice": Rule(MEMBER, "GET"),
    "inspire:event_advice_scores": Rule(MEMBER, "GET"),
    "inspire:event_clashes": Rule(MEMBER, "GET"),
    "inspire:event_beside": Rule(CARING, "GET"),
    "inspire:draft_event_advice": Rule(MEMBER, "POST"),
    "inspire:rest_event_advice": Rule(CARING, "GET POST"),
    "inspire:wake_event_advice": Rule(CARING, "POST"),
    "inspire:ritual": Rule(MEMBER, "GET POST"),
    "inspire:calendar": Rule(MEMBER, "GET"),
    "inspire:calendar_week": Rule(MEMBER, "GET"),
    "inspire:print_calendar": Rule(MEMBER, "GET"),
    "inspire:subscribe_calendar": Rule(MEMBER, "GET POST"),
    "inspire:calendar_feed": Rule(OPEN, "GET"),
    "inspire:ideas": Rule(MEMBER, "GET"),
    "inspire:new_idea": Rule(MEMBER, "GET POST"),
    "inspire:alike_ideas": Rule(MEMBER, "GET"),
    "inspire:idea": Rule(MEMBER, "GET"),
    "inspire:edit_idea": Rule(MEMBER, "GET POST"),
    "inspire:support_idea": Rule(MEMBER, "POST"),
    "inspire:idea_step": Rule(MEMBER, "POST"),
    "inspire:merge_idea": Rule(MEMBER, "GET POST"),
    "inspire:answer_decision": Rule(OPEN, "GET POST"),
    "inspire:decisions": Rule(MEMBER, "GET"),
    "inspire:new_decision": Rule(MEMBER, "GET POST"),
    "inspire:lots_program": Rule(MEMBER, "GET"),
    "inspire:decision": Rule(MEMBER, "GET"),
    "inspire:edit_decision": Rule(MEMBER, "GET POST"),
    "inspire:cast_ballot": Rule(MEMBER, "POST"),
    "inspire:say_position": Rule(MEMBER, "POST"),
    "inspire:decision_step": Rule(MEMBER, "POST"),
    "inspire:draw_file": Rule(MEMBER, "GET"),
    "inspire:influence": Rule(MEMBER, "GET"),
    "web:colours": Rule(OPEN, "GET"),
    "home:opening": Rule(SIGNED_IN, "GET"),
    "home:opening_new": Rule(SIGNED_IN, "GET POST"),
    "home:opening_link": Rule(OPEN, "GET POST"),
    "home:opening_step": Rule(CARING, "GET POST"),
    "home:discard_opening": Rule(CARING, "POST"),
    "demo:remove": Rule(CARING, "GET POST"),
    "spaces:settings": Rule(STAFF, "GET"),
    "spaces:house": Rule(STAFF, "GET POST"),
    "spaces:locations": Rule(STAFF, "GET POST"),
    "spaces:location": Rule(STAFF, "GET POST"),
    "spaces:move_location": Rule(STAFF, "POST"),
    "spaces:remove_location": Rule(STAFF, "GET POST"),
    "spaces:bring_back_location": Rule(STAFF, "POST"),
    "spaces:colours": Rule(STAFF, "GET POST"),
    "spaces:mail": Rule(STAFF, "GET POST"),
    "spaces:decisions": Rule(STAFF, "GET POST"),
    "joining:join": Rule(OPEN, "GET"),
    "joining:ask": Rule(OPEN, "GET POST"),
    "joining:tour": Rule(OPEN, "GET POST"),
    "joining:apply": Rule(OPEN, "GET POST"),
    "joining:sent": Rule(OPEN, "GET"),
    "joining:confirm": Rule(OPEN, "GET POST"),
    "joining:conversation": Rule(OPEN, "GET POST"),
    "joining:book_tour": Rule(OPEN, "POST"),
    "joining:cancel_tour": Rule(OPEN, "POST"),
    "joining:withdraw_application": Rule(OPEN, "GET POST"),
    "joining:applications": Rule(STAFF, "GET"),
    "joining:application_setup": Rule(STAFF, "GET POST"),
    "joining:application_question": Rule(STAFF, "GET POST"),
    "joining:retire_application_question": Rule(STAFF, "POST"),
    "joining:close_tour_slot": Rule(STAFF, "POST"),
    "joining:toured": Rule(STAFF, "POST"),
    "joining:undo_decision": Rule(STAFF, "POST"),
    "joining:application": Rule(STAFF, "GET POST"),
    "joining:decide_application": Rule(STAFF, "POST"),
    "joining:name_referrer": Rule(STAFF, "POST"),
    "joining:agreements": Rule(MEMBER, "GET POST"),
    "joining:agreement_version": Rule(MEMBER, "GET"),
    "joining:accept_agreements": Rule(MEMBER, "POST"),
    "joining:publish_agreements": Rule(STAFF, "GET POST"),
    "joining:look_again": Rule(STAFF, "POST"),
    "joining:answer_proposal": Rule(STAFF, "POST"),
    "joining:withdraw_proposal": Rule(MEMBER, "POST"),
    "joining:import_people": Rule(STAFF, "GET POST"),
    "joining:import_list": Rule(STAFF, "GET POST"),
    "joining:run_import": Rule(STAFF, "POST"),
    "joining:import_progress": Rule(STAFF, "GET"),
    "joining:answer_lapse": Rule(OPEN, "GET POST"),
    "joining:lapsing": Rule(CARING, "GET"),
    "joining:cared_for": Rule(CARING, "POST"),
    "joining:give_buddy": Rule(CARING, "POST"),
    "joining:leaving": Rule(MEMBER, "GET POST"),
    "joining:undo_leaving": Rule(MEMBER, "POST"),
    "joining:reply_to_ending": Rule(MEMBER, "POST"),
    "joining:pause": Rule(MEMBER, "GET POST"),
    "joining:end_pause": Rule(MEMBER, "POST"),
    "joining:away": Rule(MEMBER, "GET"),
    "joining:ask_back": Rule(MEMBER, "POST"),
    "joining:stay_listed": Rule(MEMBER, "POST"),
    "joining:alumni": Rule(MEMBER, "GET"),
    "joining:departures": Rule(STAFF, "GET"),
    "joining:take_ending_back": Rule(STAFF, "POST"),
    "joining:bring_back": Rule(STAFF, "POST"),
    "joining:end_membership": Rule(STAFF, "GET POST"),
    "network:ties": Rule(MEMBER, "GET"),
    "network:tie": Rule(MEMBER, "GET"),
    "network:map": Rule(MEMBER, "GET"),
    "network:report": Rule(CARING, "GET POST"),
    "plan:overview": Rule(CARING, "GET"),
    "plan:forecast": Rule(CARING, "GET"),
    "plan:comparison": Rule(CARING, "GET"),
    "plan:worth": Rule(CARING, "GET"),
    "plan:forecast_spreadsheet": Rule(CARING, "GET"),
    "plan:change_forecast": Rule(FOUNDING, "GET POST"),
    "plan:forecast_new_line": Rule(FOUNDING, "GET POST"),
    "plan:forecast_line": Rule(FOUNDING, "GET POST"),
    "plan:actuals": Rule(FOUNDING, "GET POST"),
    "plan:actual_file": Rule(FOUNDING, "GET POST"),
    "plan:undo_actuals": Rule(FOUNDING, "POST"),
    "plan:writing": Rule(CARING, "GET"),
    "plan:whole_plan": Rule(CARING, "GET"),
    "plan:plan_text": Rule(CARING, "GET"),
    "plan:plan_papers": Rule(CARING, "GET POST"),
    "plan:plan_paper_progress": Rule(CARING, "GET"),
    "plan:plan_paper": Rule(CARING, "GET"),
    "plan:throw_plan_paper_away": Rule(FOUNDING, "POST"),
    "plan:plan_part": Rule(CARING, "GET"),
    "plan:write_plan_part": Rule(FOUNDING, "GET POST"),
    "plan:care_for_plan_part": Rule(FOUNDING, "GET POST"),
    "plan:review_plan_part": Rule(FOUNDING, "POST"),
    "plan:plan_part_history": Rule(CARING, "GET"),
    "plan:restore_plan_version": Rule(FOUNDING, "POST"),
    "pulse:science": Rule(STAFF_FOUNDER, "GET"),
    "pulse:ask_science": Rule(STAFF_FOUNDER, "POST"),
    "pulse:give_quarter": Rule(STAFF_FOUNDER, "POST"),
    "pulse:given_quarter": Rule(STAFF_FOUNDER, "GET"),
    "pulse:take_comparison": Rule(STAFF_FOUNDER, "POST"),
    "pulse:drop_comparison": Rule(STAFF_FOUNDER, "POST"),
    "pulse:survey": Rule(OPEN, "GET POST"),
    "pulse:surveys": Rule(MEMBER, "GET"),
    "pulse:plan_survey": Rule(CARING, "GET POST"),
    "pulse:preview_survey": Rule(CARING, "GET"),
    "pulse:open_survey": Rule(CARING, "POST"),
    "pulse:drop_survey": Rule(CARING, "POST"),
    "pulse:change_survey": Rule(CARING, "POST"),
    "pulse:take_back_survey_change": Rule(CARING, "POST"),
    "pulse:remove_survey_text": Rule(CARING, "POST"),
    "plan:programs": Rule(CARING, "GET"),
    "plan:program_templates": Rule(CARING, "GET"),
    "plan:program_template": Rule(CARING, "GET"),
    "plan:program_calendar": Rule(CARING, "GET"),
    "plan:new_program": Rule(CARING, "GET POST"),
    "plan:program": Rule(CARING, "GET"),
    "plan:edit_program": Rule(CARING, "GET POST"),
    "plan:program_parts": Rule(CARING, "GET POST"),
    "plan:program_step": Rule(CARING, "POST"),
    "plan:advice": Rule(CARING, "GET"),
    "plan:advice_rules": Rule(CARING, "GET"),
    "plan:advice_scores": Rule(CARING, "GET"),
    "plan:take_advice": Rule(CARING, "GET POST"),
    "plan:decline_advice": Rule(CARING, "GET POST"),
    "plan:wake_advice": Rule(CARING, "POST"),
    "plan:rules": Rule(CARING, "GET"),
    "plan:new_rule": Rule(CARING, "POST"),
    "plan:stop_rules": Rule(CARING, "POST"),
    "plan:rules_and_me": Rule(MEMBER, "GET"),
    "plan:take_mark_off": Rule(MEMBER, "POST"),
    "plan:rule": Rule(CARING, "GET"),
    "plan:edit_rule": Rule(CARING, "GET POST"),
    "plan:switch_rule": Rule(CARING, "POST"),
    "plan:remove_rule": Rule(CARING, "POST"),
    "plan:try_rule": Rule(CARING, "POST"),
    "plan:rule_act": Rule(CARING, "GET"),
    "plan:rule_act_step": Rule(CARING, "POST"),
    "plan:send_rule_draft": Rule(CARING, "POST"),
    "plan:goals": Rule(CARING, "GET"),
    "plan:new_goal": Rule(CARING, "GET POST"),
    "plan:goal": Rule(CARING, "GET"),
    "plan:hear_alarm": Rule(CARING, "POST"),
    "plan:end_goal": Rule(CARING, "POST"),
    "plan:reviews": Rule(CARING, "GET"),
    "plan:begin_review": Rule(CARING, "POST"),
    "plan:review": Rule(CARING, "GET"),
    "plan:review_step": Rule(CARING, "POST"),
    "plan:told_review": Rule(MEMBER, "GET"),
    "plan:measures": Rule(CARING, "GET POST"),
    "plan:measure": Rule(MEMBER, "GET POST"),
    "plan:metrics": Rule(CARING, "GET"),
    "plan:metrics_file": Rule(CARING, "GET"),
    "plan:metric": Rule(CARING, "GET"),
    "plan:compute_metrics": Rule(CARING, "POST"),
    "plan:remake_metric": Rule(CARING, "POST"),
    "pulse:proof": Rule(CARING, "GET"),
    "pulse:capital": Rule(CARING, "GET"),
    "pulse:capital_months": Rule(CARING, "GET"),
    "pulse:capital_frames": Rule(CARING, "GET"),
    "pulse:capital_picture": Rule(CARING, "GET"),
    "pulse:capital_numbers": Rule(CARING, "GET"),
}


def every_address(
    patterns: list[URLPattern | URLResolver], space: str = "", parts: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address by its full name, with the names of its parts."""
    for pattern in patterns:
        own = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space, own)
        else:
            yield f"{space}{pattern.name}", own


ADDRESSES = dict(every_address(get_resolver().url_patterns))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNUSED = ("PUT", "PATCH", "DELETE", "OPTIONS")
"""Methods that no address of ours understands: each is asked one of them a day, and all of them in four."""
POWERLESS = (HOST, MENTOR, CIRCLE_HOST, FINANCE, COMPANY_ADMIN, VISITOR)
"""Roles that begin without power over others."""
# Mail programs and other apps of a phone post there; both change nothing by themselves, or bear a signed address.
FROM_ANYWHERE = {"members:unsubscribe", "home:take_share"}
FORMS = sorted(name for name, rule in MATRIX.items() if "POST" in rule.methods and name not in FROM_ANYWHERE)


def test_every_address_stands_in_the_matrix():
    assert sorted(ADDRESSES) == sorted(MATRIX)


def parts_of_addresses(cast: Cast) -> dict[str, dict[str, Any]]:
    """For every name the parts of a real address in a house, with a thing of that house for every kind of thing."""
    secret = f"{cast.house.pk:032x}"
    introduction = actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    friends = found_group(actor=cast.mara, shape=Shape("Garten", "Beete im Hof.", "", "de", "house", "free"), at=cast.now)
    bees = found_group(actor=cast.jonas, shape=Shape("Bienen", "Ein Volk auf dem Dach.", "", "de", "members", "request"), at=cast.now)
    books = found_group(actor=cast.jonas, shape=Shape("Bücher", "Ein Buch im Monat.", "", "de", "house", "free"), at=cast.now)
    leaving = found_group(actor=cast.mara, shape=Shape("Laufen", "Mittwochs um den See.", "", "de", "house", "free"), at=cast.now)
    invite_to_group(actor=cast.jonas, group_id=bees.pk, people=[cast.ada], text="", at=cast.now)
    ask_to_join(actor=cast.neo, group_id=bees.pk, text="", at=cast.now)
    question = write_post(actor=cast.mara, words=PostWords("ask", "Bohrer?", "Wer hat einen Bohrer?", "de", None), at=cast.now)
    lunch = Layout(("Suppe", "Salat"), several=True, secret=False, until=timezone.now() + timedelta(days=9))
    shared = write_post(actor=cast.jonas, words=PostWords("share", "Neu", "Wir sind fertig.", "de", None), at=timezone.now(), poll=lunch)
    foreign = write_post(actor=cast.jonas, words=PostWords("share", "", "We are done.", "en", None), at=timezone.now())
    TranslationService.objects.create(space=cast.house, kind="libretranslate", address="https://translate.example", set_at=cast.now)
    gone = write_post(actor=cast.mara, words=PostWords("share", "Weg", "Doch nicht.", "de", None), at=cast.now)
    remove_post(actor=cast.mara, post_id=gone.pk, at=timezone.now())
    remark = comment(actor=cast.mara, about=f"post:{shared.pk}", text="Glückwunsch.", at=timezone.now())
    wondered = write_post(actor=cast.jonas, words=PostWords("ask", "Zoll?", "Wer kennt den Zoll?", "de", None), at=cast.now)
    QuestionRequest.objects.create(question=wondered, member=cast.mara, position=0, fit=9, found_at=cast.now, asked_at=cast.now)
    solved = write_post(actor=cast.jonas, words=PostWords("ask", "Zoll?", "Wie verzollt man ein Spiel?", "de", None), at=cast.now)
    knew = comment(actor=cast.mara, about=f"post:{solved.pk}", text="Gar nicht, es ist eine Datei.", at=timezone.now())
    accept_answer(actor=cast.jonas, post_id=solved.pk, message_id=knew.pk, at=timezone.now())
    article = write_article(actor=cast.mara, words=ArticleWords("de", "Umsatzsteuer", "## Wann\n\nImmer am Zehnten."), at=cast.now)
    change_article(
        actor=cast.ada, article_id=article.pk, words=ArticleWords("de", "Umsatzsteuer", "Am Zehnten."), base=1, at=timezone.now()
    )
    thrown_away = write_article(actor=cast.mara, words=ArticleWords("de", "Fax", "Es steht im Keller."), at=cast.now)
    remove_article(actor=cast.mara, article_id=thrown_away.pk, at=timezone.now())
    opened = write_article(actor=cast.hanna, words=ArticleWords("de", "WLAN", "Das Passwort hängt aus."), of_house=True, at=cast.now)
    open_article(actor=cast.hanna, article_id=opened.pk, wanted=True, at=cast.now)
    alarm = announce(
        actor=cast.hanna, words=AnnouncementWords("Feueralarm", "Donnerstag um zehn.", "", "", cast.house.day(timezone.now()) + timedelta(days=9)), way=Way(acknowledge=True),
        at=timezone.now(),
    )  # fmt: skip
    kitchen = hang_wall(actor=cast.hanna, name="Küche", language="de", location_id=None, at=cast.now)
    need = open_need(actor=cast.mara, text="Wer kennt einen guten Tischler?", language="de", at=cast.now)
    others = open_need(actor=cast.jonas, text="Wer kennt einen guten Setzer?", language="de", at=cast.now)
    answered = open_need(actor=cast.jonas, text="Wer kennt eine gute Malerin?", language="de", at=cast.now)
    answer_need(actor=cast.mara, need_id=answered.pk, at=cast.now)
    HelpRequest.objects.create(need=others, member=cast.mara, position=0, fit=9, found_at=cast.now, asked_at=cast.now)
    last_letter = Letter.objects.create(
        space=cast.house, since=cast.now - timedelta(days=14), due_at=timezone.now() - timedelta(days=7), made_at=cast.now
    )
    gather(last_letter.pk, timezone.now())
    Letter.objects.filter(pk=last_letter.pk).update(sent_at=timezone.now() - timedelta(days=7))
    next_letter = Letter.objects.create(
        space=cast.house, since=cast.now - timedelta(days=7), due_at=timezone.now() + timedelta(days=1), made_at=cast.now
    )
    gather(next_letter.pk, timezone.now())
    made = Round.objects.create(space=cast.house, made_at=cast.now, seed=1, value=1, bound=1, engine="test")
    draft = Draft.objects.create(round=made, first=cast.mara, second=cast.neo, position=1, value=1, parts={}, reasons=[])
    ladder = show_listing(
        actor=cast.jonas, words=Words("lend", "tools", "Leiter", "Vier Meter.", "", "de"), company_id=None, picture=None, at=timezone.now()
    )
    saw = show_listing(
        actor=cast.mara, words=Words("lend", "tools", "Säge", "Aus Japan.", "", "de"), company_id=None, picture=None, at=timezone.now()
    )
    tomorrow = cast.house.day(timezone.now()) + timedelta(days=1)
    loan = ask_loan(actor=cast.mara, listing_id=ladder.pk, from_on=tomorrow, until_on=tomorrow, text="", at=timezone.now())
    hours, others_hours = (
        open_office_hour(
            actor=who, words=HourWords("money", "Umsatzsteuer", "", "de", "Küche", "", 30, 2, 2),
            times=Times(tomorrow, tomorrow, frozenset(), time(10), time(12)), at=timezone.now(),
        )
        for who in (cast.mara, cast.jonas)
    )  # fmt: skip
    booked = book_slot(actor=cast.mara, slot_id=others_hours.slots.earliest("starts_at").pk, text="Eine Frage", at=timezone.now())
    today = cast.house.day(timezone.now())
    season, running = (
        MentoringSeason.objects.create(
            space=cast.house, name="Staffel", apply_until=today + timedelta(days=days), starts_on=today + timedelta(days=days + 10),
            ends_on=today + timedelta(days=days + 120), every_weeks=2, opened_at=timezone.now(), seed=1, shortlisted_at=when, drafted_at=drafts, sent_at=None,
        )
        for days, when, drafts in ((20, timezone.now(), None), (-5, timezone.now(), timezone.now()))
    )  # fmt: skip
    for one in (season, running):
        hers, his = (
            MentoringApplication.objects.create(
                season=one, member=who, side=side, text="Preise", topics=["money"], languages=["de"], days=[1], applied_at=timezone.now()
            )
            for who, side in ((cast.mara, "mentee"), (cast.jonas, "mentor"))
        )
        candidate = MentoringCandidate.objects.create(
            mentee=hers, mentor=his, position=0, value=1, reasons=[{"code": "topics", "topics": ["money"]}], drafted_at=timezone.now()
        )
    accompanied = MentoringPair.objects.create(
        season=running,
        mentor=cast.jonas,
        mentee=cast.mara,
        proposed_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
        begun_at=timezone.now(),
    )
    MentoringSide.objects.bulk_create(MentoringSide(pair=accompanied, member=m) for m in (cast.mara, cast.jonas))
    deal = record_deal(
        actor=cast.jonas, business=Business("Eine Beratung", cast.house.day(timezone.now())), company_id=None, partner_id=cast.mara.pk,
        partner_company_id=None, at=timezone.now(),
    )  # fmt: skip
    mail = Mail.objects.create(
        category="x",
        to_address="x@example.org",
        language="de",
        subject="x",
        text="x",
        html="x",
        message_id=f"<x@{secret}>",
        created_at=cast.now,
    )
    notice = tell(
        member=cast.mara, category="security", thread="x", key="x", at=cast.now, text="security.signed_in", path=f"/{cast.house.slug}/me/"
    )
    StoredFile.objects.create(
        space_id=cast.house.pk,
        owner_id=cast.mara.pk,
        purpose="none",
        token=secret,
        name="a.pdf",
        mimetype="application/pdf",
        size=1,
        created_at=cast.now,
    )
    talk = begin_conversation(actor=cast.mara, others=[cast.jonas, cast.hanna], text="Guten Morgen!", at=timezone.now())
    said = Message.objects.get(conversation=talk)
    version = propose_the_first(space=cast.house, at=cast.now)
    asked_house = for_pages(cast.house, cast.hanna, cast.now, version.number)
    MetricMonth.objects.create(space=cast.house, metric="members", month=date(2026, 4, 1), value=12, of=12, made_at=cast.now)
    proposal = propose_change(
        actor=cast.mara, text="Freitags gibt es Suppe.", reason="Dann essen alle zusammen.", language="de", at=cast.now
    )
    invited = invite(actor=cast.mara, name="Ilse Blum", email="ilse@example.org", sentence="Komm doch vorbei.", language="de", at=cast.now)
    listed = keep_batch(actor=cast.hanna, rows=[], problems=[], at=cast.now)
    slot = add_slot(actor=cast.hanna, location=cast.upstairs, weekday=3, starts=time(17), minutes=30, capacity=9, at=cast.now)
    asked = add_question(actor=cast.hanna, text="Womit arbeitest du?", kind="text", choices=[], required=True, position=1, at=cast.now)
    now = timezone.now()
    told = Told(
        "Ilse Blum",
        "ilse@example.org",
        "de",
        text="Ist Platz?",
        applies=True,
        answers={asked.pk: "Mit Holz"},
        slot=openings(cast.house, now)[0].value,
    )
    written = receive(space=cast.house, told=told, at=now)
    assert written is not None
    unconfirmed = receive(space=cast.house, told=Told("Eva", "eva@example.org", "de", text="Und Hunde?"), at=now)
    assert unconfirmed is not None
    application = confirm(space=cast.house, application_id=written.pk, email=written.email, at=now)
    decision = decide(actor=cast.hanna, application_id=application.pk, kind="declined", text="Kein Platz.", at=now)
    games = cast.jonas.employments.get().company
    field = ProfileField.objects.create(space=cast.house, about="person", kind="text", label_de="x", label_en="x")
    value = HouseValue.objects.create(space=cast.house, name_de="x", name_en="x")
    work = ShowcaseItem.objects.create(company=games, title="x", language="de")
    own = Role.objects.create(space=cast.house, key="kiosk", name_de="Kiosk", name_en="Kiosk", position=20)
    host = Role.objects.get(space=cast.house, key="host")
    grant = grant_role(actor=cast.hanna, member_id=cast.jonas.pk, role_id=host.pk, until=None, reason="", at=cast.now)
    lapse = Lapse.objects.create(member=cast.neo, asked_at=timezone.now(), hinted_at=timezone.now())
    going = Departure.objects.create(
        space=cast.house, member=cast.ada, by_house=True, reason="x", announced_at=cast.now, last_on=date(2099, 1, 1)
    )
    handed_in = hand_in(actor=cast.hanna, name="liste.csv", text="Name,Mail\nIda Blum,ida@blum.example\n", at=cast.now)
    tariff = keep_line(
        actor=cast.olga, kind="tariff", pk=None, values={"name": "Fix", "price": 200, "churn": 4, "share": 100, "members": 9}, at=cast.now
    )
    told = hand_in_actuals(actor=cast.olga, name="zahlen.csv", text="Monat;Umsatz\n03/2026;900\n", at=cast.now)
    came = bring_in(
        actor=cast.olga,
        file_id=hand_in_actuals(actor=cast.olga, name="zahlen.csv", text="Monat;Umsatz\n02/2026;900\n", at=cast.now).pk,
        at=cast.now,
    )
    said_so = report(actor=cast.mara, subject=f"member:{cast.jonas.pk}", category="other", text="x", at=cast.now)
    about_mara = report(actor=cast.jonas, subject=f"member:{cast.mara.pk}", category="other", text="x", at=cast.now).case
    hint = impose(actor=cast.hanna, code=about_mara.code, kind="hint", facts="x", ground="x", until=None, at=cast.now)
    signed_in(Client(), cast.mara)
    elsewhere = Company.objects.create(space=cast.house, name="Buchbinderei", industry="18.14")
    wish = wish_for_company(actor=cast.mara, company_id=cast.mara.employments.get().company_id, other_id=elsewhere.pk, at=timezone.now())
    lunch = Series.objects.create(space=cast.house, name="Mittagstisch", size="tables", opened_at=cast.now, next_on=cast.now.date())
    drafted = Round.objects.create(
        space=cast.house, series=lunch, made_at=cast.now, seed=1, value=1, bound=1, engine="test", sends_at=cast.now + timedelta(days=1)
    )
    group = GroupDraft.objects.create(
        round=drafted, position=0, value=1, reasons=[{"code": "industries", "count": 3}], relaxed=["in_contact"]
    )
    DraftSeat.objects.bulk_create(DraftSeat(group=group, member=m) for m in (cast.mara, cast.jonas, cast.neo, cast.olga))
    Unseated.objects.create(round=drafted, member=cast.ada, code="odd_one_out")
    now = timezone.now()
    table = Gathering.objects.create(space=cast.house, series=lunch, proposed_at=now, expires_at=now + timedelta(days=7), text="Mahlzeit")
    Seat.objects.bulk_create(Seat(gathering=table, member=m) for m in (cast.mara, cast.jonas, cast.neo))
    soon = timezone.now() + timedelta(days=30)
    event = draft_event(
        actor=cast.mara,
        words=EventWords(
            "Suppe",
            "Ein Topf.",
            "de",
            soon,
            soon + timedelta(hours=1),
            "here",
            cast.upstairs.pk,
            capacity=300,
            guests=2,
            is_public=True,
            roles=("Kaffee",),
            checklist=("Brot kaufen",),
        ),
        at=timezone.now(),
    )
    publish_event(actor=cast.hanna, event_id=propose_event(actor=cast.mara, event_id=event.pk, at=timezone.now()).pk, at=timezone.now())
    register(actor=cast.jonas, event_id=event.pk, at=timezone.now())
    remembered = memory(cast, timezone.now())
    tonight = draft_event(
        actor=cast.hanna,
        words=EventWords("Heute", "", "de", now + timedelta(hours=1), now + timedelta(hours=2), "here", cast.upstairs.pk),
        at=now,
    )
    publish_event(actor=cast.hanna, event_id=tonight.pk, at=now)
    register(actor=cast.mara, event_id=tonight.pk, at=now)
    yesterday = Event.objects.create(
        space=cast.house, host=cast.hanna, title="Gestern", starts_at=now - timedelta(days=1), ends_at=now - timedelta(hours=22), location=cast.upstairs,
        made_at=now, published_at=now, changed_at=now,
    )  # fmt: skip
    outsider = ask_seat(
        space=cast.house,
        event_id=event.pk,
        name="Rosa",
        email="rosa@draussen.example",
        language="de",
        seats=1,
        answer="",
        at=timezone.now(),
    )
    assert outsider is not None
    idea = have_idea(actor=cast.mara, words=IdeaWords("Eine Bank im Hof", "Zum Sitzen.", "de"), at=now)
    asking = {"text": "Kurz gesagt.", "language": "de", "closes_at": now + timedelta(days=7)}
    questions = [
        draft_decision(actor=cast.mara, question=Question(**asking, **more), at=now)
        for more in (
            {"kind": "poll", "title": "Suppe oder Salat?", "options": (Option("Suppe"), Option("Salat")), "idea_id": idea.pk},
            {"kind": "consent", "title": "Hunde im Haus"},
            {"kind": "draw", "title": "Wer gießt?", "lots": Lots(1, True, "Lotto", (now + timedelta(days=9)).date())},
            {"kind": "poll", "title": "Noch ein Entwurf", "options": (Option("Ja"), Option("Nein"))},
        )
    ]
    for one in questions[:3]:
        open_decision(actor=cast.mara, decision_id=one.pk, at=now)
    poll, consent, drawing, drafted_question = questions
    founding = {
        "space": cast.house, "host": cast.hanna, "theme": "role", "words": "Gründen", "text": "Wer allein gründet.", "language": "de", "every_days": 14,
        "minutes": 90, "location": cast.upstairs, "confidence": "Was hier gesagt wird, bleibt hier.", "opened_at": now,
    }  # fmt: skip
    call = CircleSeason.objects.create(**founding, first_at=now + timedelta(days=20), open_until=(now + timedelta(days=9)).date())
    circled = Circle.objects.create(
        space=cast.house,
        season=CircleSeason.objects.create(**founding, first_at=now - timedelta(days=1), closed_at=now),
        asked_at=now - timedelta(days=9),
        expires_at=now - timedelta(days=2),
        begun_at=now - timedelta(days=2),
    )
    # People of its own: whoever sits in one circle is not introduced beside it, and the others are wanted elsewhere.
    beside = [somebody(cast.house, name, at=now) for name in ("Ruth Adler", "Timo Beck", "Ulla Roth", "Wanda Blau")]
    CircleSeat.objects.bulk_create(CircleSeat(circle=circled, member=m, accepted_at=now) for m in (cast.mara, *beside))
    meetings = [
        CircleMeeting.objects.create(
            circle=circled, turn=1, number=k + 1, starts_at=now + timedelta(days=14 * k - 1), hot_seat=(cast.mara, *beside, cast.mara)[k]
        )
        for k in range(6)
    ]
    CirclePresence.objects.create(meeting=meetings[0], member=beside[0], at=now)
    for one in (cast.mara, beside[0]):
        Commitment.objects.create(meeting=meetings[0], member=one, text="Ich rufe das Finanzamt an.", made_at=now)
    planned = write_part(
        actor=cast.olga, key="purpose", words=PlanWords("de", "Damit wir uns kennen."), base=0, stands=True, at=timezone.now()
    ).part
    comment(actor=cast.hanna, about=f"plan_part:{planned.pk}", text="Genau so.", at=timezone.now())
    on_paper = PlanPaper.objects.create(space=cast.house, language="de", parts=["purpose"], asked_at=timezone.now())
    trios = plan_program(
        actor=cast.hanna,
        shape=ProgramShape("connect", "Trios", "Drei Leute, ein Kaffee.", "de", owner_id=cast.hanna.pk),
        template="trios",
        at=now,
    )
    start_program(actor=cast.hanna, program_id=trios.pk, at=now)
    hang_part(actor=cast.hanna, program_id=trios.pk, part=f"series:{lunch.pk}", at=now)
    held = MonthReview.objects.create(space=cast.house, month=date(2026, 4, 1), begun_at=now, language="de")
    closed = MonthReview.objects.create(
        space=cast.house, month=date(2026, 3, 1), begun_at=now, language="de", said="Gut.", closed_at=now, told_at=now
    )
    chore = PlanMeasure.objects.create(space=cast.house, text="Töpfe kaufen", until_on=now.date(), program=trios, made_at=now)
    gap = SearchGap.objects.create(space=cast.house, digest="x", month=date(2026, 5, 1), text="Kräutergarten", reached_on=date(2026, 5, 1))
    kept = made_rule(cast, Content("member", (Clause("members.here_for", {"days": 9}),), "house.draft", {"text": "Hallo {name}"}))
    did = acted(kept, cast.jonas, cast.now)
    marked = acted(
        made_rule(cast, Content("member", (Clause("members.here_for", {"days": 9}),), "house.mark", {"text": "neu", "lasts": 9})),
        cast.mara,
        cast.now,
    )
    goal = set_goal(actor=cast.olga, figure="need_day", target=0.7, low=0.5, by_on=cast.now.date() + timedelta(days=400), at=cast.now)
    advised = EventAdvice.objects.create(
        space=cast.house, kind="day", key="1", rank=1, made_at=now, renewed_at=now, weekday=1, hour=12, minutes=60, evidence={"here": 9}
    )
    plan_advice = PlanAdvice.objects.create(
        space=cast.house, rule="isolates", rank=1, worth=1, made_at=now, renewed_at=now, grounds=[], metric="isolates", before=0.2, before_on=date(2026, 4, 1), hours=2, money=0
    )  # fmt: skip
    things = {
        **dict.fromkeys(("plan:goal", "plan:hear_alarm", "plan:end_goal"), goal.pk),
        "home:settle_gap": gap.pk,
        **dict.fromkeys(("plan:plan_paper", "plan:throw_plan_paper_away"), on_paper.pk),
        **dict.fromkeys(("plan:review", "plan:review_step"), held.pk),
        "plan:told_review": closed.pk,
        "plan:measure": chore.pk,
        **dict.fromkeys(("inspire:draft_event_advice", "inspire:rest_event_advice", "inspire:wake_event_advice"), advised.pk),
        **dict.fromkeys(("plan:take_advice", "plan:decline_advice", "plan:wake_advice"), plan_advice.pk),
        **dict.fromkeys(("plan:program", "plan:edit_program", "plan:program_parts", "plan:program_step"), trios.pk),
        **dict.fromkeys(("plan:rule", "plan:edit_rule", "plan:switch_rule", "plan:remove_rule", "plan:try_rule"), kept.pk),
        **dict.fromkeys(("plan:rule_act", "plan:rule_act_step", "plan:send_rule_draft"), did.pk),
        "plan:take_mark_off": marked.pk,
        "joining:give_buddy": cast.neo.pk,
        **{f"inspire:{name}": pk for name, pk in remembered.items()},
        "inspire:new_thanks_to": cast.jonas.pk,
        **dict.fromkeys(("inspire:check_in", "inspire:own_code", "inspire:hosting", "inspire:event_parts"), tonight.pk),
        **dict.fromkeys(
            (
                "inspire:check_in",
                "inspire:own_code",
                "inspire:hosting",
                "inspire:event_beside",
                "inspire:event_parts",
                "inspire:people_to_meet",
            ),
            tonight.pk,
        ),
        **dict.fromkeys(("inspire:afterwards", "inspire:look_back"), yesterday.pk),
        **dict.fromkeys(
            (
                "inspire:event",
                "inspire:event_file",
                "inspire:series_file",
                "inspire:edit_event",
                "inspire:event_step",
                "inspire:register_event",
                "inspire:admit_to_event",
                "inspire:open_event",
                "inspire:open_event_file",
            ),
            event.pk,
        ),
        **dict.fromkeys(("inspire:idea", "inspire:edit_idea", "inspire:support_idea", "inspire:idea_step", "inspire:merge_idea"), idea.pk),
        **dict.fromkeys(("inspire:decision", "inspire:cast_ballot", "inspire:decision_step"), poll.pk),
        "inspire:edit_decision": drafted_question.pk,
        "inspire:say_position": consent.pk,
        "inspire:draw_file": drawing.pk,
        **dict.fromkeys(
            (
                "connect:want_circle",
                "connect:circle_season",
                "connect:change_circle_season",
                "connect:ask_circle",
                "connect:draw_circles",
                "connect:close_circle_season",
            ),
            call.pk,
        ),
        **dict.fromkeys(("connect:circle", "connect:in_circle"), circled.pk),
        "connect:move_circle_meeting": meetings[1].pk,
        **dict.fromkeys(("connect:table", "connect:answer_table_signed_in", "connect:table_outcome"), table.pk),
        **dict.fromkeys(
            ("connect:choose_series", "connect:one_series", "connect:change_series", "connect:draw_round", "connect:close_series"), lunch.pk
        ),
        **dict.fromkeys(("connect:hold_round", "connect:send_round", "connect:swap_people", "connect:leave_out"), drafted.pk),
        **dict.fromkeys(("connect:not_with", "connect:allow_again"), cast.jonas.pk),
        "connect:lock_group": group.pk,
        "members:end_sign_in": SignIn.objects.filter(account=cast.mara.account).latest("pk").pk,
        "members:open_notice": notice.pk,
        "members:mute_notice": notice.pk,
        "joining:cancel_tour": application.tours.get().pk,
        "joining:toured": application.tours.get().pk,
        "joining:application_question": asked.pk,
        "joining:retire_application_question": asked.pk,
        "joining:close_tour_slot": slot.pk,
        "joining:undo_decision": decision.pk,
        **dict.fromkeys(("joining:application", "joining:decide_application", "joining:name_referrer"), application.pk),
        "plan:forecast_line": tariff.pk,
        "plan:actual_file": told.pk,
        "plan:undo_actuals": came.pk,
        **dict.fromkeys(("joining:import_list", "joining:run_import", "joining:import_progress"), handed_in.pk),
        "joining:cared_for": lapse.pk,
        "joining:take_ending_back": going.pk,
        "joining:bring_back": going.pk,
        "joining:end_membership": cast.jonas.pk,
        "members:keep_apart": cast.jonas.pk,
        "members:meet_again": cast.jonas.pk,
        "members:measure": hint.pk,
        "members:lift_measure": hint.pk,
        "talk:edit": said.pk,
        "talk:delete": said.pk,
        "talk:restore": said.pk,
        **dict.fromkeys(("talk:edit_comment", "talk:delete_comment", "talk:restore_comment"), remark.pk),
        **dict.fromkeys(("talk:group_people", "talk:edit_group", "talk:invite_to_group", "talk:keep_group", "inform:group"), friends.pk),
        "talk:ask_to_join": bees.pk,
        "talk:join_group": books.pk,
        "talk:leave_group": leaving.pk,
        **dict.fromkeys(("inform:post", "inform:react", "inform:vote", "inform:move_post"), shared.pk),
        **dict.fromkeys(("inform:edit_post", "inform:post_history", "inform:mark_post", "inform:accept_answer"), question.pk),
        "inform:restore_post": gone.pk,
        **dict.fromkeys(("connect:name_somebody", "connect:let_question_be"), wondered.pk),
        "inform:article_of_question": solved.pk,
        **dict.fromkeys(
            (
                "inform:article",
                "inform:edit_article",
                "inform:arrange_article",
                "inform:article_history",
                "inform:restore_version",
                "inform:print_article",
                "inform:say_of_article",
                "inform:mark_article",
            ),
            article.pk,
        ),
        "inform:restore_article": thrown_away.pk,
        **dict.fromkeys(("inform:open_article", "inform:open_article_file"), opened.pk),
        **dict.fromkeys(("inform:edit_letter", "inform:preview_letter", "inform:preview_mail"), next_letter.pk),
        "inform:letter": last_letter.pk,
        **dict.fromkeys(
            ("inform:announcement", "inform:edit_announcement", "inform:end_announcement", "inform:acknowledge_announcement"), alarm.pk
        ),
        "home:hello": cast.neo.pk,
        "pulse:take_back_survey_change": asked_house.changes.get().pk,
        "pulse:remove_survey_text": asked_house.texts.order_by("pk").values_list("pk", flat=True)[0],
        "inform:mark_wall": kitchen.pk,
        "inform:wall_face": cast.jonas.pk,
        "spaces:location": cast.upstairs.pk,
        "spaces:move_location": cast.upstairs.pk,
        "spaces:remove_location": cast.upstairs.pk,
        "spaces:bring_back_location": cast.upstairs.pk,
        "joining:answer_proposal": proposal.pk,
        "joining:withdraw_proposal": proposal.pk,
        "joining:invitation_batch": listed.pk,
        "joining:confirm_invitation_batch": listed.pk,
        "joining:send_invitation_again": invited.pk,
        "joining:withdraw_invitation": invited.pk,
        **dict.fromkeys(
            (
                "members:company",
                "members:join_company",
                "members:leave_company",
                "members:name_admin",
                "members:works",
                "members:take_down",
            ),
            games.pk,
        ),
        **dict.fromkeys(("members:profile_field", "members:move_field", "members:retire_field", "members:restore_field"), field.pk),
        "members:retire_value": value.pk,
        "home:mail": mail.pk,
        "home:mail_html": mail.pk,
        "connect:bring_forward": cast.neo.pk,
        "connect:introduce": cast.jonas.pk,
        "connect:end_company_wish": wish.pk,
        "members:person": cast.jonas.pk,
        "members:public_profile": cast.jonas.pk,
        "members:public_face": cast.jonas.pk,
        "members:person_roles": cast.jonas.pk,
        "members:trust": cast.jonas.pk,
        "members:role": own.pk,
        "members:drop_role": own.pk,
        "members:end_grant": grant.pk,
        **dict.fromkeys(("connect:edit_listing", "connect:mark_listing"), saw.pk),
        **dict.fromkeys(("connect:listing", "connect:write_owner", "connect:bookmark", "connect:refer", "connect:ask_loan"), ladder.pk),
        "connect:loan": loan.pk,
        "connect:mentoring_pair": accompanied.pk,
        "connect:mark_mentoring_candidate": candidate.pk,
        **dict.fromkeys(("connect:apply_for_mentoring", "connect:choose_mentor"), season.pk),
        **dict.fromkeys(("connect:mentoring_season", "connect:mark_mentoring_season"), running.pk),
        "connect:booking": booked.pk,
        "connect:drop_slot": hours.slots.earliest("starts_at").pk,
        **dict.fromkeys(("connect:edit_office_hour", "connect:add_times", "connect:close_office_hour"), hours.pk),
        **dict.fromkeys(("connect:office_hour", "connect:book_slot"), others_hours.pk),
        "connect:new_deal_with": cast.jonas.pk,
        "connect:mark_deal": deal.pk,
        "connect:answer_need": others.pk,
        "connect:withdraw_answer": answered.pk,
        **dict.fromkeys(("connect:decline_request", "connect:know_somebody"), others.pk),
        **dict.fromkeys(
            (
                "connect:need",
                "connect:edit_need",
                "connect:ask_more",
                "connect:renew_need",
                "connect:close_need",
                "connect:reopen_need",
                "connect:need_outcome",
            ),
            need.pk,
        ),
    }
    CapitalMonth.objects.create(
        space=cast.house, month=date(2026, 4, 1), places={"width": 90, "height": 60, "groups": [["industry", "J", 20, 20, 22]], "bands": []},
        between={"groups": [["industry", "J", 25]], "people": 25, "bands": [[0, 0, 5]]},
        content={
            "people": 25, "active": 20, "taken": 4, "groupings": {}, "newcomers": [],
            **{key: {"before": 0.9, "without": 0.6, "chance": 0.8, "low": 0.7, "high": 0.9} for key in ("giant", "efficiency")},
        },
    )  # fmt: skip
    known = {
        "key": "lunch",
        "space": cast.house.slug,
        "report": said_so.code,
        "case": said_so.case.code,
        "kind": "map",
        "subject": "story",
        "seed": "x",
        "hue": 250,
        "purpose": "any",
        "original": f"post:{foreign.pk}",
        "step": "mail",
        "what": "tariff",
        "number": version.number,
        "name": "care",
        "figure": "members",
        "size": "s",
        "side": "mentee",
        "code": talk.code,
        "section": "about",
        "letter": "M",
        "person": cast.jonas.pk,
        "company": games.pk,
        "own": cast.mara.employments.get().company_id,
        "firm": games.pk,
        "item": work.pk,
        "picture": "matrix",
        "numbers": "figures",
    }
    found = {}
    for name in MATRIX:
        wanted = ADDRESSES[name]
        kwargs = {key: known[key] for key in wanted if key in known}
        if "pk" in wanted:
            kwargs["pk"] = things.get(name, draft.pk if "draft" in name else introduction.pk)
        if "other" in wanted:
            kwargs["other"] = cast.jonas.pk
        if "token" in wanted:
            kwargs["token"] = {
                "talk:answer": talk_token(Participant.objects.get(conversation=talk, member=cast.jonas).pk, said.pk, said.pk),
                "home:opening_link": make_link(at=timezone.now()) if name == "home:opening_link" else "",
                **dict.fromkeys(
                    ("joining:conversation", "joining:book_tour", "joining:cancel_tour", "joining:withdraw_application"),
                    conversation_token(application),
                ),
                "joining:confirm": confirm_token(unconfirmed),
                "joining:answer_lapse": lapse_token(lapse),
                "joining:invitation": invitation_token(invited),
                "joining:ask_invitation_again": invitation_token(invited),
                "connect:answer": token(introduction.pk, cast.mara.pk),
                "connect:answer_circle": circle_link(circled.pk, cast.mara.pk).rstrip("/").rsplit("/", 1)[-1],
                "connect:answer_call": call_link(call.pk, cast.mara.pk).rstrip("/").rsplit("/", 1)[-1],
                "connect:answer_table": table_token(table.pk, cast.mara.pk),
                "connect:answer_listing": listing_token(saw.pk, cast.mara.pk),
                "connect:answer_deal": deal_token(deal.pk, cast.mara.pk),
                "connect:answer_mentoring": mentoring_token(accompanied.pk, cast.mara.pk),
                "connect:choose_mentor_by_mail": choosing_token(season.pk, cast.mara.pk),
                "connect:answer_booking": booking_token(booked.pk, cast.mara.pk),
                "connect:answer_loan": loan_token(loan.pk, cast.mara.pk),
                **dict.fromkeys(("inform:wall_screen", "inform:wall_now", "inform:wall_face"), wall_token(kitchen)),
                "pulse:survey": survey_link(cast.house),
                "inform:answer_announcement": announcement_token(alarm.pk, cast.mara.pk),
                "inspire:answer_decision": decision_token(poll.pk, cast.jonas.pk),
                "inspire:answer_event": event_token(event.pk, cast.jonas.pk),
                "inspire:answer_story": story_token(remembered["story"], cast.jonas.pk),
                "inspire:guest": guest_token(outsider),
                "inspire:calendar_feed": feed_token(make_feed(actor=cast.mara, kind="house", at=cast.now)),
                "connect:ask_by_mail": draft_token(cast.mara.pk, "Wer kennt einen guten Buchbinder?"),
                "connect:need_by_mail": need_token(others.pk, cast.mara.pk),
                "connect:question_by_mail": question_token(wondered.pk, cast.mara.pk),
                "core:face": secret,
                "core:file": secret,
                "members:unsubscribe": signing.dumps([cast.mara.pk, "need"], salt=SALT),
            }.get(name, "no-such-link")
        if name in ("web:sign", "home:phone_icon"):
            kwargs["size"] = 192
        if name.startswith("plan:") and ("plan_part" in name or name == "plan:restore_plan_version"):
            kwargs["key"] = "purpose"
        found[name] = kwargs
    return found


@dataclass(frozen=True)
class Known:
    """The house whose addresses are known, a browser for each kind of person, and one that says of no form where it comes from."""

    cast: Cast
    addresses: dict[str, str]
    browsers: dict[str, Client]
    silent: Client

    def ask(self, who: str, method: str, address: str) -> int:
        """The status of one answer. What the request changed is undone, in tables and cookies, so that each finds the house as it was."""
        browser = self.browsers[who]
        cookies = browser.cookies.copy()
        with transaction.atomic():
            status = getattr(browser, method.lower())(address).status_code
            transaction.set_rollback(True)
        browser.cookies = cookies
        return status


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: Any) -> Iterator[Known]:
    """One house for all tests of a module."""
    with kept(django_db_blocker):
        with django_db_blocker.unblock():
            cast = build()
            addresses = {name: reverse(name, kwargs=kwargs) for name, kwargs in parts_of_addresses(cast).items()}
            people = {"nobody": None, "stranger": cast.sten, "member": cast.mara, "manager": cast.hanna, "founder": cast.olga}
            browsers = {who: cast.client(person) for who, person in people.items()}
            browsers |= {f"resting {who}": cast.client(people[who], duty=False) for who in ("manager", "founder")}
            silent = Client()
            silent.force_login(cast.hanna.account, backend="drittort.members.sign_in.backend.Backend")
        # Most of what is asked here is meant to be refused: a line about each would be written and read by nobody.
        log = logging.getLogger("django.request")
        before = log.level
        log.setLevel(logging.CRITICAL)
        yield Known(cast, addresses, browsers, silent)
        log.setLevel(before)


@pytest.fixture
def cast(db: None, known: Known) -> Cast:
    """The people of the known house, anew for each test."""
    return deepcopy(known.cast)


@pytest.fixture
def addresses(db: None, known: Known) -> dict[str, str]:
    """A real address for every name."""
    return known.addresses


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_what_the_matrix_says(name: str, db: None, known: Known):
    rule, address = MATRIX[name], known.addresses[name]
    assert not set(UNUSED) & set(rule.methods.split()), "asked each day, then"
    turn = UNUSED[(crc32(name.encode()) + timezone.localdate().toordinal()) % len(UNUSED)]
    for method in METHODS:
        if method in UNUSED and method != turn:
            continue
        answers = {who: known.ask(who, method, address) for who in ("nobody", "stranger", "member", "manager")}
        # What may be read may be asked for its head; nothing else is understood but what the matrix says.
        allowed = ("GET" if method == "HEAD" else method) in rule.methods.split()
        if rule.who == OPEN:
            if not allowed:
                assert set(answers.values()) == {405}, (method, answers)
            else:
                assert not {s for s in answers.values() if s >= 500 or s == 403}, (method, answers)
            continue
        assert answers["nobody"] == 302, (method, answers)
        if rule.who == SIGNED_IN:
            # Outside any house: whoever is signed in gets an answer, by their own power and not by a house in the address.
            assert all(status < 500 for status in answers.values()), (method, answers)
            assert allowed or answers["manager"] == 405, (method, answers)
            continue
        if rule.who == ACCOUNT:
            # One's own account stands outside any house: everybody is at home there, and somebody else's things are not there.
            assert {answers[r] for r in ("stranger", "member", "manager")} <= ({200, 302, 404, 422} if allowed else {405}), (
                method,
                answers,
            )
            continue
        assert answers["stranger"] == 404, (method, answers)
        if not allowed:
            assert answers["manager"] == 405, (method, answers)
        elif rule.who in (STAFF_FOUNDER, FOUNDING):
            assert (answers["member"], answers["manager"]) == (403, 403), (method, answers)
            assert (known.ask("resting founder", method, address) == 403) == (rule.who == STAFF_FOUNDER), method
            assert known.ask("founder", method, address) not in (403, 405, 500), method
        elif rule.who in (CARING, STAFF):
            if rule.who == STAFF:
                assert known.ask("resting manager", method, address) == 403, method
            assert answers["member"] == 403, (method, answers)
            assert answers["manager"] < 500, (method, answers)
        else:
            assert answers["member"] not in (403, 405), (method, answers)
            assert answers["member"] < 500, (method, answers)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_from_elsewhere_is_refused(name: str, db: None, known: Known):
    browser, silent, address = known.browsers["manager"], known.silent, known.addresses[name]
    assert browser.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert silent.post(address).status_code == 403
    assert silent.post(address, headers={"Origin": "http://evil.example"}).status_code == 403


def test_no_cookie_before_sign_in(cast: Cast, addresses: dict[str, str]):
    browser = cast.client(None)
    for name, rule in MATRIX.items():
        if "GET" in rule.methods:
            assert not browser.get(addresses[name]).cookies, name


def test_somebody_elses_introduction_is_not_there(cast: Cast, addresses: dict[str, str]):
    for name in ("connect:introduction", "connect:answer_signed_in", "connect:outcome", "connect:thank_introducer"):
        browser = cast.client(cast.ada)
        method = browser.get if name == "connect:introduction" else browser.post
        assert method(addresses[name], {"answer": "yes", "said": "met"}).status_code == 404


@pytest.mark.parametrize("role", POWERLESS)
def test_a_role_without_power_is_refused_where_power_is_needed(role: str, cast: Cast, addresses: dict[str, str]):
    # Jonas cares for the company's page; without an admin everybody there would.
    cast.jonas.employments.update(is_admin=True)
    holder = somebody(cast.house, f"Rolf {role}", role=role, company=cast.jonas.employments.get().company)
    browser = cast.client(holder)
    # A company without an admin of its own is everybody's who works there.
    own = {"members:edit_company", "members:save_company", "members:name_admin", "members:works", "members:take_down"}
    powerful = {name: rule for name, rule in MATRIX.items() if rule.who in (CARING, STAFF, STAFF_FOUNDER, FOUNDING) and name not in own}
    assert len(powerful) > 40
    hosting = {name for name in powerful if "circle" in name} if role == CIRCLE_HOST else set()
    for name, rule in powerful.items():
        for method in rule.methods.split():
            if name in hosting:
                assert getattr(browser, method.lower())(addresses[name]).status_code != 403, (role, name, method)
                continue
            assert getattr(browser, method.lower())(addresses[name]).status_code == 403, (role, name, method)
