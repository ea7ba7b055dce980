"""Ordinary questions in our languages, about nothing in particular, and what their vectors have in common.

To a model a question in Chinese is first of all Chinese: every Chinese text is near to it, and some texts are near
to every question. Both are taken away by subtracting from a question's vector the mean of ordinary questions of
its language. What is left is what makes it different from them. The mean over questions of a product is the
product with their mean, so nothing has to be known of the chunks.
docs/decisions/0018-scores-within-each-language.md has what that is worth.
"""

import numpy as np

from grandstand.language.models import Language, Vectors
from grandstand.library.score import Numbers

CENTRE_SHARE = 0.7
"""How much of what ordinary questions have in common is taken away."""
ORDINARY: dict[str, tuple[str, ...]] = {
    "ar": (
        "متى يفتح المكتب؟",
        "أين يقع المدخل؟",
        "كم يكلف ذلك؟",
        "من هو المسؤول عن هذا الأمر؟",
        "ما الذي يجب أن أحضره معي؟",
        "كم يستغرق ذلك من الوقت؟",
        "كيف أصل إلى هناك؟",
        "هل يمكنني تغيير الموعد؟",
        "ما هو آخر موعد؟",
        "ماذا أفعل إذا حدث شيء ما؟",
    ),
    "de": (
        "Wann öffnet das Büro?",
        "Wo ist der Eingang?",
        "Was kostet das?",
        "Wer ist dafür zuständig?",
        "Was muss ich mitbringen?",
        "Wie lange dauert das?",
        "Wie komme ich dorthin?",
        "Kann ich den Termin ändern?",
        "Bis wann muss das erledigt sein?",
        "Was mache ich, wenn etwas passiert?",
    ),
    "en": (
        "When does the office open?",
        "Where is the entrance?",
        "How much does it cost?",
        "Who is responsible for this?",
        "What do I have to bring?",
        "How long does it take?",
        "How do I get there?",
        "Can I change the appointment?",
        "What is the deadline?",
        "What do I do if something happens?",
    ),
    "es": (
        "¿Cuándo abre la oficina?",
        "¿Dónde está la entrada?",
        "¿Cuánto cuesta?",
        "¿Quién es el responsable de esto?",
        "¿Qué tengo que llevar?",
        "¿Cuánto tiempo tarda?",
        "¿Cómo llego hasta allí?",
        "¿Puedo cambiar la cita?",
        "¿Cuál es el plazo?",
        "¿Qué hago si pasa algo?",
    ),
    "fr": (
        "Quand le bureau ouvre-t-il ?",
        "Où se trouve l'entrée ?",
        "Combien cela coûte-t-il ?",
        "Qui en est responsable ?",
        "Que dois-je apporter ?",
        "Combien de temps cela dure-t-il ?",
        "Comment s'y rendre ?",
        "Puis-je changer le rendez-vous ?",
        "Quelle est la date limite ?",
        "Que faire s'il arrive quelque chose ?",
    ),
    "hi": (
        "कार्यालय कब खुलता है?",
        "प्रवेश द्वार कहाँ है?",
        "इसकी कीमत कितनी है?",
        "इसके लिए कौन ज़िम्मेदार है?",
        "मुझे साथ क्या लाना होगा?",
        "इसमें कितना समय लगता है?",
        "मैं वहाँ कैसे पहुँचूँ?",
        "क्या मैं समय बदल सकता हूँ?",
        "अंतिम तिथि क्या है?",
        "कुछ हो जाए तो मैं क्या करूँ?",
    ),
    "it": (
        "Quando apre l'ufficio?",
        "Dov'è l'ingresso?",
        "Quanto costa?",
        "Chi ne è responsabile?",
        "Che cosa devo portare?",
        "Quanto tempo ci vuole?",
        "Come ci arrivo?",
        "Posso cambiare l'appuntamento?",
        "Qual è la scadenza?",
        "Che cosa faccio se succede qualcosa?",
    ),
    "ja": (
        "事務所は何時に開きますか？",
        "入口はどこですか？",
        "費用はいくらですか？",
        "担当者は誰ですか？",
        "何を持って行けばよいですか？",
        "どのくらい時間がかかりますか？",
        "そこへはどうやって行きますか？",
        "予約を変更できますか？",
        "締め切りはいつですか？",
        "何か起きたらどうすればよいですか？",
    ),
    "ko": (
        "사무실은 언제 문을 여나요?",
        "입구는 어디에 있나요?",
        "비용은 얼마인가요?",
        "담당자는 누구인가요?",
        "무엇을 가져가야 하나요?",
        "시간이 얼마나 걸리나요?",
        "거기에 어떻게 가나요?",
        "약속을 바꿀 수 있나요?",
        "마감일은 언제인가요?",
        "무슨 일이 생기면 어떻게 하나요?",
    ),
    "nl": (
        "Wanneer gaat het kantoor open?",
        "Waar is de ingang?",
        "Hoeveel kost het?",
        "Wie is hiervoor verantwoordelijk?",
        "Wat moet ik meenemen?",
        "Hoe lang duurt het?",
        "Hoe kom ik daar?",
        "Kan ik de afspraak wijzigen?",
        "Wat is de uiterste datum?",
        "Wat doe ik als er iets gebeurt?",
    ),
    "pl": (
        "Kiedy otwiera się biuro?",
        "Gdzie jest wejście?",
        "Ile to kosztuje?",
        "Kto jest za to odpowiedzialny?",
        "Co muszę zabrać ze sobą?",
        "Jak długo to trwa?",
        "Jak się tam dostać?",
        "Czy mogę zmienić termin?",
        "Jaki jest ostateczny termin?",
        "Co robić, jeśli coś się stanie?",
    ),
    "pt": (
        "Quando abre o escritório?",
        "Onde fica a entrada?",
        "Quanto custa?",
        "Quem é responsável por isso?",
        "O que preciso levar?",
        "Quanto tempo demora?",
        "Como chego lá?",
        "Posso mudar a marcação?",
        "Qual é o prazo?",
        "O que faço se acontecer alguma coisa?",
    ),
    "ru": (
        "Когда открывается офис?",
        "Где находится вход?",
        "Сколько это стоит?",
        "Кто за это отвечает?",
        "Что нужно взять с собой?",
        "Сколько времени это занимает?",
        "Как туда добраться?",
        "Можно ли изменить время встречи?",
        "Каков крайний срок?",
        "Что делать, если что-то случится?",
    ),
    "zh": (
        "办公室几点开门？",
        "入口在哪里？",
        "这要多少钱？",
        "这件事由谁负责？",
        "我需要带什么？",
        "需要多长时间？",
        "怎么去那里？",
        "可以改时间吗？",
        "截止日期是什么时候？",
        "如果出了什么事该怎么办？",
    ),
}


def ordinary_questions(language: Language) -> tuple[str, ...]:
    """Those of a language; the English ones stand in for a language that is not ours."""
    return ORDINARY.get(language, ORDINARY["en"])


def centre(ordinary: Vectors) -> Numbers:
    """What the vectors of ordinary questions have in common."""
    found: Numbers = ordinary.mean(axis=0, dtype=np.float32)
    return found


def centred(question: Numbers, common: Numbers) -> Numbers:
    """The vector of a question without what it shares with ordinary ones; it is no longer of length 1."""
    return question - np.float32(CENTRE_SHARE) * common
