/** Whether a short answer agrees or declines, in any language that we speak. Pure. */

const YES = [
  ..."yes|y|yeah|yep|yup|ok|okay|sure|please|yes please|go ahead|do it|confirm|agreed".split("|"),
  ..."ja|j|ja bitte|gern|gerne|klar|okay|mach das|bestätigen|einverstanden|jawohl|ja graag|graag|doe maar|prima|akkoord".split("|"),
  ..."oui|o|oui merci|d'accord|daccord|vas-y|allez-y|bien sûr|volontiers|confirmer".split("|"),
  ..."sì|si|sì grazie|si grazie|va bene|certo|procedi|confermo|d’accordo|d'accordo".split("|"),
  ..."sí|sí por favor|si por favor|claro|vale|adelante|de acuerdo|confirmo|por supuesto".split("|"),
  ..."sim|sim por favor|claro que sim|pode ser|está bem|confirmar|com certeza".split("|"),
  ..."tak|t|tak proszę|proszę|jasne|dobrze|zgoda|potwierdzam|pewnie|oczywiście".split("|"),
  ..."да|д|да пожалуйста|давай|давайте|хорошо|ок|конечно|согласен|согласна|подтверждаю".split("|"),
  ..."نعم|أجل|اجل|ايوه|أيوه|حسنا|حسنًا|حسناً|موافق|موافقة|تمام|تفضل|أكيد|بالتأكيد".split("|"),
  ..."हाँ|हां|हा|जी|जी हाँ|जी हां|ठीक है|ज़रूर|जरूर|बिल्कुल|कर दो|कर दीजिए".split("|"),
  ..."是|是的|好|好的|好啊|可以|行|对|对的|嗯|同意|确认|确定|没问题|當然|当然|請|请".split("|"),
  ..."はい|うん|ええ|お願いします|おねがいします|はいお願いします|いいです|いいよ|了解|承知しました|もちろん|確認".split("|"),
  ..."네|예|응|좋아|좋아요|그래|그래요|확인|물론|물론이죠|부탁해요|부탁합니다|네 부탁해요".split("|"),
];

const NO = [
  ..."no|n|nope|nah|no thanks|no thank you|cancel|stop|don't|do not|never mind|not now".split("|"),
  ..."nein|nein danke|nee|nö|abbrechen|lieber nicht|nicht|stopp|annuleren|nee bedankt|liever niet|laat maar".split("|"),
  ..."non|non merci|annuler|pas maintenant|arrête|surtout pas".split("|"),
  ..."no grazie|annulla|non ora|lascia stare|meglio di no".split("|"),
  ..."no gracias|cancelar|ahora no|mejor no|déjalo".split("|"),
  ..."não|nao|não obrigado|não obrigada|agora não|deixa|melhor não".split("|"),
  ..."nie|nie dziękuję|nie dzięki|anuluj|nie teraz|lepiej nie".split("|"),
  ..."нет|не|нет спасибо|отмена|отменить|не надо|не нужно|не сейчас|стоп".split("|"),
  ..."لا|لا شكرا|لا شكرًا|كلا|إلغاء|الغاء|ليس الآن|توقف".split("|"),
  ..."नहीं|नही|ना|जी नहीं|रद्द करें|रहने दो|रहने दीजिए|अभी नहीं|मत करो".split("|"),
  ..."不|不是|不要|不用|不用了|不行|不了|否|取消|算了|别|不好|不可以".split("|"),
  ..."いいえ|いえ|ううん|いや|やめて|やめます|やめておきます|キャンセル|結構です|取り消し".split("|"),
  ..."아니|아니요|아니오|아뇨|싫어|싫어요|취소|그만|됐어요|괜찮아요|하지 마|하지 마세요".split("|"),
];

/** A letter or two stand in many names. */
const CHOICE_LENGTH_MIN = 3;
const AGREED = new Set(YES.map(plain));
const DECLINED = new Set(NO.map(plain));

/** What she says to an act that waits for her word; null where it is something else, a new question for example. */
export function readWord(typed: string): "yes" | "no" | null {
  const word = plain(typed);
  if (AGREED.has(word)) return "yes";
  return DECLINED.has(word) ? "no" : null;
}

/** Which of several she names, by a part that no other has: "the tea house"; null where that is none, or not clear. */
export function readChoice(typed: string, names: readonly string[]): number | null {
  const said = plain(typed);
  if (said.length < CHOICE_LENGTH_MIN) return null;
  const found = names.flatMap((name, at) => (plain(name).includes(said) ? [at] : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Without case, marks around, and one space between words. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/[^\p{L}\p{M}\p{N}'-]+/gu, " ")
    .trim();
}
