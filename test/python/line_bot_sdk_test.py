"""line-bot-sdk against the simulated LINE: `linebot.v3`, and the older `linebot`."""

import unittest
import uuid

import linebot
from linebot import exceptions as legacy_exceptions
from linebot import models as legacy_models
from linebot.v3 import WebhookParser, exceptions
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)
from linebot.v3.oauth import ApiClient as OAuthClient
from linebot.v3.oauth import ChannelAccessToken
from linebot.v3.oauth import Configuration as OAuthConfiguration

from simulated import LINE, Receiver, control

HOST = LINE["url"]
USER = LINE["userId"]
VECTOR_SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
VECTOR_BODY = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
VECTOR_SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


class LineTest(unittest.TestCase):
    def setUp(self):
        control(LINE, "POST", "reset")
        self.receiver = Receiver()
        self.client = ApiClient(Configuration(host=HOST, access_token=LINE["channelAccessToken"]))
        self.api = MessagingApi(self.client)
        self.api.set_webhook_endpoint({"endpoint": self.receiver.url})

    def tearDown(self):
        unmatched = [entry["path"] for entry in control(LINE, "GET", "journal")["entries"] if not entry["matched"]]
        self.assertEqual(unmatched, [])
        self.client.close()
        self.receiver.close()

    def event(self, **action):
        """Lets the person act; returns the event as the SDK's parser reads it."""
        control(LINE, "POST", "events", {"userId": USER, **action})
        headers, body = self.receiver.next()
        (event,) = WebhookParser(LINE["channelSecret"]).parse(body.decode(), headers["x-line-signature"])
        return event


class Version3(LineTest):
    def push(self, key=None):
        request = PushMessageRequest(to=USER, messages=[TextMessage(text="hi")])
        return self.api.push_message_with_http_info(request, x_line_retry_key=key)

    def test_push_is_accepted_once_under_its_key(self):
        key = str(uuid.uuid4())
        first = self.push(key)
        self.assertEqual(first.status_code, 200)
        self.assertEqual(len(first.data.sent_messages), 1)
        with self.assertRaises(ApiException) as repeated:
            self.push(key)
        self.assertEqual(repeated.exception.status, 409)
        accepted = repeated.exception.headers["x-line-accepted-request-id"]
        self.assertEqual(accepted, first.headers["x-line-request-id"])
        self.assertEqual(self.push().status_code, 200)

    def test_reply_works_once(self):
        event = self.event(type="text", text="ramen")
        self.assertEqual(event.message.text, "ramen")
        request = ReplyMessageRequest(reply_token=event.reply_token, messages=[TextMessage(text="noodles")])
        self.assertEqual(len(self.api.reply_message(request).sent_messages), 1)
        with self.assertRaises(ApiException) as used:
            self.api.reply_message(request)
        self.assertEqual(used.exception.status, 400)

    def test_loading_profile_and_quota(self):
        loading = ShowLoadingAnimationRequest(chat_id=USER, loading_seconds=5)
        self.assertEqual(self.api.show_loading_animation_with_http_info(loading).status_code, 202)
        self.assertEqual(self.api.get_profile(USER).user_id, USER)
        self.assertEqual(self.api.get_message_quota().value, 200)
        self.assertEqual(self.api.get_message_quota_consumption().total_usage, 0)
        self.assertTrue(self.api.get_bot_info().user_id.startswith("U"))

    def test_content(self):
        event = self.event(type="image")
        content = MessagingApiBlob(self.client).get_message_content(event.message.id)
        self.assertEqual(bytes(content)[1:4], b"PNG")

    def test_location_and_events_of_a_friend(self):
        location = self.event(type="location", latitude=25.03, longitude=121.56)
        self.assertEqual((location.message.latitude, location.message.longitude), (25.03, 121.56))
        self.assertEqual(self.event(type="unfollow").type, "unfollow")
        self.assertEqual(self.event(type="follow").type, "follow")

    def test_stateless_token(self):
        with OAuthClient(OAuthConfiguration(host=HOST)) as client:
            issued = ChannelAccessToken(client).issue_stateless_channel_token(
                grant_type="client_credentials", client_id=LINE["channelId"], client_secret=LINE["channelSecret"]
            )
        self.assertEqual((issued.token_type, issued.expires_in), ("Bearer", 900))
        with ApiClient(Configuration(host=HOST, access_token=issued.access_token)) as client:
            self.assertTrue(MessagingApi(client).get_bot_info().display_name)

    def test_signature_vector(self):
        parser = WebhookParser(VECTOR_SECRET)
        self.assertEqual(parser.parse(VECTOR_BODY, VECTOR_SIGNATURE), [])
        with self.assertRaises(exceptions.InvalidSignatureError):
            parser.parse(VECTOR_BODY, VECTOR_SIGNATURE.replace("G", "H"))


class Legacy(LineTest):
    def setUp(self):
        super().setUp()
        self.legacy = linebot.LineBotApi(LINE["channelAccessToken"], endpoint=HOST, data_endpoint=HOST)
        self.text = legacy_models.TextSendMessage(text="hi")

    def test_reply_push_profile_and_content(self):
        self.legacy.push_message(USER, self.text)
        self.legacy.reply_message(self.event(type="text", text="ramen").reply_token, self.text)
        self.assertEqual(self.legacy.get_profile(USER).user_id, USER)
        content = self.legacy.get_message_content(self.event(type="image").message.id)
        self.assertEqual(content.content[1:4], b"PNG")

    def test_retry_key_sticks_to_the_client(self):
        self.legacy.push_message(USER, self.text, retry_key=str(uuid.uuid4()))
        with self.assertRaises(legacy_exceptions.LineBotApiError) as push:
            self.legacy.push_message(USER, self.text)
        self.assertEqual(push.exception.status_code, 409)
        self.assertTrue(push.exception.accepted_request_id)
        with self.assertRaises(legacy_exceptions.LineBotApiError) as reply:
            self.legacy.reply_message(self.event(type="text", text="ramen").reply_token, self.text)
        self.assertEqual(reply.exception.status_code, 400)

    def test_error_prints_message_and_details(self):
        with self.assertRaises(legacy_exceptions.LineBotApiError) as refused:
            self.legacy.push_message(USER, legacy_models.TextSendMessage(text=""))
        printed = str(refused.exception)
        self.assertIn("status_code=400", printed)
        self.assertIn("messages[0].text", printed)
        self.assertTrue(refused.exception.request_id)

    def test_signature_vector(self):
        self.assertEqual(linebot.WebhookParser(VECTOR_SECRET).parse(VECTOR_BODY, VECTOR_SIGNATURE), [])


if __name__ == "__main__":
    unittest.main()
