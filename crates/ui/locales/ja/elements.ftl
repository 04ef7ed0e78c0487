# What only the elements for other applications say. $name is a member.
elements-close = 閉じる
elements-unreachable = サーバーに接続できません。接続を確認してから、もう一度お試しください。
elements-signed-out = この組織へのサインインが切れました。続けるにはもう一度サインインしてください。
elements-loading = 読み込み中…
elements-change-roles = ロールを変更
elements-roles-of = { $name } のロール
