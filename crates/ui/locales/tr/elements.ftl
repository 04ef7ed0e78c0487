# What only the elements for other applications say. $name is a member.
elements-close = Kapat
elements-unreachable = Sunucuya ulaşılamıyor. Bağlantınızı kontrol edip yeniden deneyin.
elements-signed-out = Bu kuruluşta artık oturumunuz açık değil. Devam etmek için yeniden oturum açın.
elements-loading = Yükleniyor…
elements-change-roles = Rolleri değiştir
elements-roles-of = Roller: { $name }
