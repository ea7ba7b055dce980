### What the assistant says in this language; en.ftl explains the messages.

help = この大会の日程、競技の現況、結果、メダル、選手、選手団について、出典とともにお答えします。誰が勝ったか、いつ始まるか、見逃したことなどをお尋ねください。
greeting = こんにちは。大会について何を知りたいですか？
thanks = どういたしまして。
out-of-scope = それについては出典がないため、推測ではお答えしません。この大会の日程、結果、メダル、選手についてお答えできます。
smalltalk = それは私には判断できませんが、この大会のことならよく知っています。何でも聞いてください。
