import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { ApiError } from "../kit/problem";
import { t } from "../kit/text";
import { progress, redeem } from "./link";

export function SignInPage() {
  return (
    <>
      <Masthead />
      <main id="content" class="sign-in" tabIndex={-1}>
        <h1>{t("sign-in-title")}</h1>
        <Outcome />
      </main>
      <Colophon />
    </>
  );
}

function Outcome() {
  const now = progress.value;
  switch (now.phase) {
    case "working":
      return <p>{t("sign-in-working")}</p>;
    case "done":
      return <p>{t("sign-in-done")}</p>;
    case "no-code":
      return <p>{t("sign-in-no-code")}</p>;
    case "refused": {
      const spent = now.error instanceof ApiError && now.error.status === 401;
      return (
        <>
          <Notice error={now.error} onRetry={spent ? undefined : () => void redeem(now.code)} />
          {spent && <p>{t("sign-in-refused")}</p>}
          <a class="button" href="/">
            {t("kit-fan-page")}
          </a>
        </>
      );
    }
  }
}
